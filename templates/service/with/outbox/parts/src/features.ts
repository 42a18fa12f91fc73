export {outbox} from './outbox/feature.js'
