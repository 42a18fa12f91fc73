export {eventStore} from './event-store/feature.js'
