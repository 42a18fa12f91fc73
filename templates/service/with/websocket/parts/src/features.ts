export {websocket} from './websocket/feature.js'
