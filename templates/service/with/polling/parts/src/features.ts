export {polling} from './polling/feature.js'
