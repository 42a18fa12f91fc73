import type {Logger} from '../platform/logging/logger.js'
import type {Discovery, Instance} from './discovery.js'
import {repeat} from './repeat.js'

/** What one look-up has found, and for how many milliseconds it is good. */
export interface Finding {
  readonly instances: readonly Instance[]
  readonly goodFor: number
}

export interface PollingOptions {
  /** For logs. */
  readonly upstream: string
  readonly logger: Logger
  readonly look: () => Promise<Finding>
}

/** Milliseconds until the next look-up after one that failed. */
const patience = 1000

/** Looks again and again. A look-up that fails, or finds nothing where there was something, changes nothing: the instances
 * known last are more likely to be there than none at all, and the health checks tell those that are gone. */
export function pollingDiscovery({upstream, logger, look}: PollingOptions): Discovery {
  let known = ''
  let failing = false
  let stop = () => {}

  return {
    watch(listener) {
      stop = repeat(async () => {
        try {
          const {instances, goodFor} = await look()
          if (instances.length === 0 && known !== '') throw new Error('No instance was found.')
          if (failing) logger.info({upstream}, 'Instances can be looked up again.')
          failing = false
          const found = [...instances].sort((left, right) => (left.origin < right.origin ? -1 : 1))
          const text = JSON.stringify(found)
          if (text === known || found.length === 0) return goodFor
          known = text
          logger.info({upstream, instances: found.map(({origin}) => origin)}, 'The instances changed.')
          listener(found)
          return goodFor
        } catch (error) {
          if (!failing) logger.warn({upstream, err: error}, 'Instances can not be looked up: those known last go on.')
          failing = true
          return patience
        }
      })
    },
    close: async () => stop(),
  }
}
