export {postgresWebhooks} from './postgres-webhooks/feature.js'
