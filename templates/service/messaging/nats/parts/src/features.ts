export {nats} from './nats-messaging/feature.js'
