export {messagingResources} from './messaging/test-resources.js'
