export {registration} from './registration/feature.js'
