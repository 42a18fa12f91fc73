import {service} from '../about.js'
import {defineFeature} from '../feature.js'
import {workItemChange} from '../work-items/work-item-changes.js'
import {eventContract as contract} from './contract.js'
import {createEventPublisher} from './event-publisher.js'
import {createMessagingMetrics} from './messaging-metrics.js'
import {createOutgoingEvents} from './outgoing-events.js'

/** Publishes what happens to work items, whichever interface it comes through. */
export const messaging = defineFeature({
  async install({messageBroker: broker, outbox, metrics: {registry}, workItems, logger}) {
    if (broker === undefined) throw new Error('No feature provides "messageBroker".')
    const metrics = createMessagingMetrics(registry)
    const checks = {broker: () => broker.check()}
    if (outbox) {
      const recorder = createEventPublisher({broker: {publish: message => outbox.add(message)}, contract, metrics})
      workItems.recordBy(change => recorder.publish(workItemChange(change, service)))
      return {checks}
    }
    const publisher = createEventPublisher({broker, contract, metrics})
    const outgoing = createOutgoingEvents({publisher, metrics, logger})
    const stop = workItems.listen(change => outgoing.add(workItemChange(change, service)))
    return {
      checks,
      async finish() {
        stop()
        await outgoing.close()
      },
    }
  },
})
