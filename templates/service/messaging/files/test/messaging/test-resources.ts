import {createMemoryBroker} from '../../src/messaging/memory-broker.js'

/** In tests events stay in the process, whatever carries them elsewhere. */
export const messagingResources = () => ({messageBroker: createMemoryBroker()})
