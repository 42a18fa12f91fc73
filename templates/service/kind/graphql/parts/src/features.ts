export {graphql} from './graphql/feature.js'
