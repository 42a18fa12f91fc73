export {graphqlStates} from './graphql-states.js'
