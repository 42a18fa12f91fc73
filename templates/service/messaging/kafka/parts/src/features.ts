export {kafka} from './kafka-messaging/feature.js'
