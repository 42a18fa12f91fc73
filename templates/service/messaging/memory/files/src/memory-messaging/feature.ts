import {defineFeature} from '../feature.js'
import {createMemoryBroker} from '../messaging/memory-broker.js'

/** Events live as long as the process, and do not leave it. */
export const memoryMessaging = defineFeature({
  async provide({settings, logger}) {
    if (settings.NODE_ENV === 'production') {
      logger.warn('Events stay in this process: no other service hears of them. Choose a broker.')
    }
    return {messageBroker: createMemoryBroker()}
  },
})
