export {messaging} from './messaging/feature.js'
