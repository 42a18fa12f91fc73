export {postgres} from './postgres-store/feature.js'
