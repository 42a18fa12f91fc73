export {redis} from './redis-messaging/feature.js'
