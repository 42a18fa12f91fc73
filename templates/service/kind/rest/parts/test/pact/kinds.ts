export {restStates} from './rest-states.js'
