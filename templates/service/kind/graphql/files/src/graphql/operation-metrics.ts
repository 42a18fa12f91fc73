import {OperationTypeNode} from 'graphql'
import type {Registry} from 'prom-client'
import {createTally} from '../platform/metrics/tally.js'
import {createTiming} from '../platform/metrics/timing.js'
import type {AskedOperation, OperationAnswer, Operations} from './operations.js'
import {refusalsIn} from './tell-errors.js'

/** The type of an operation whose document could not be read is not known. */
const typeOf = ({context: {type}}: AskedOperation): string => type ?? 'unknown'

/**
 * Counts and times operations under the names of the standard. Their own names are the callers' to choose and would make a
 * series each, so that the type of an operation is the label.
 */
export function measured(operations: Operations, registry: Registry): Operations {
  const asked = createTally({
    name: 'graphql_queries_total',
    help: 'Operations by their type and their end: answered, failed (with errors beside data), refused before they began.',
    labels: ['type', 'outcome'],
    registry,
  })
  const took = createTiming({
    name: 'graphql_query_duration_seconds',
    help: 'Time of a query or mutation.',
    labels: ['type'],
    registry,
  })
  const errors = createTally({
    name: 'graphql_errors_total',
    help: 'Errors beside data, and refusals.',
    labels: ['code'],
    registry,
  })
  const outcomeOf = ({errors: told = []}: OperationAnswer): string => {
    for (const {extensions} of told) errors.count(String(extensions?.['code']))
    return told.length === 0 ? 'answered' : 'failed'
  }
  const refused = (error: unknown): string => {
    for (const {code} of refusalsIn(error)) errors.count(code)
    return 'refused'
  }

  return {
    async run(operation) {
      const startedAt = performance.now()
      try {
        const answer = await operations.run(operation)
        const type = typeOf(operation)
        asked.count(type, outcomeOf(answer))
        took.observe([type], (performance.now() - startedAt) / 1000)
        return answer
      } catch (error) {
        asked.count(typeOf(operation), refused(error))
        throw error
      }
    },

    async watch(events) {
      try {
        const stream = await operations.watch(events)
        asked.count(OperationTypeNode.SUBSCRIPTION, 'answered')
        return stream
      } catch (error) {
        asked.count(OperationTypeNode.SUBSCRIPTION, refused(error))
        throw error
      }
    },
  }
}
