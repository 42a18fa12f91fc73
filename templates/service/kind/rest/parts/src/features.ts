export {rest} from './rest/feature.js'
