export {jobs} from './jobs/feature.js'
