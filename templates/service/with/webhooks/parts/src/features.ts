export {webhooks} from './webhooks/feature.js'
