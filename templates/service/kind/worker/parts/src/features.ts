export {worker} from './worker/feature.js'
