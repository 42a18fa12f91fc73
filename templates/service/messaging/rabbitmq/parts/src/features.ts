export {rabbitmq} from './rabbitmq-messaging/feature.js'
