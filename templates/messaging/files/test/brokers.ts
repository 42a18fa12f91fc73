// Written by mesh, one line for each broker that events can go through; what is added by hand is lost.
export {memoryTestBroker} from './messaging/brokers/memory.js'
