export {memory} from './memory/feature.js'
