// Written by mesh, one line for each storage that work items can be kept in; what is added by hand is lost.
export {memoryStore} from './stores/memory-store.js'
