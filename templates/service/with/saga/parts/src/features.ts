export {saga} from './saga/feature.js'
