export {embeddedStore, serverStore} from './stores/postgres-store.js'
