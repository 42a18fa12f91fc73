export {workItemMessages} from './work-item-messages.js'
