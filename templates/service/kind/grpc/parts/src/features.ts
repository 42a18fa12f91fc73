export {grpc} from './grpc/feature.js'
