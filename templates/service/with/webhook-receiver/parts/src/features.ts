export {webhookReceiver} from './webhook-receiver/feature.js'
