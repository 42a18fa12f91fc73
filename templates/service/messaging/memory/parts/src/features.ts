export {memoryMessaging} from './memory-messaging/feature.js'
