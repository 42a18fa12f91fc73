import type {AdviceRule} from '../rule.js'

const runsAlready = 'It runs already: a second broker would be one more system to look after.'

/** What carries its events: the first that holds. */
export const brokers: readonly AdviceRule[] = [
  {when: {broker: ['kafka']}, choose: {messaging: ['kafka']}, because: runsAlready},
  {when: {broker: ['nats']}, choose: {messaging: ['nats']}, because: runsAlready},
  {when: {broker: ['rabbitmq']}, choose: {messaging: ['rabbitmq']}, because: runsAlready},
  {when: {broker: ['redis']}, choose: {messaging: ['redis']}, because: runsAlready},
  {
    when: {consistency: ['causal']},
    choose: {messaging: ['kafka']},
    because: 'Kafka hands the events of one aggregate to one instance at a time, in their order.',
  },
  {
    when: {history: ['yes']},
    choose: {messaging: ['kafka']},
    because:
      'A group that is new to Kafka begins with the oldest event that is kept, so that it learns the history, too.',
  },
  {
    when: {},
    choose: {messaging: ['rabbitmq']},
    because: 'Quorum queues and confirms lose nothing, and no partitions have to be planned.',
  },
]

/** What has to be thought of when events go through a broker. */
export const carriedEvents: readonly AdviceRule[] = [
  {
    when: {consistency: ['causal'], broker: ['nats', 'rabbitmq', 'redis']},
    because:
      'Instances take turns at this broker, so that two events of one aggregate may be handled at a time: compare aggregateVersion.',
  },
  {
    when: {consistency: ['strong'], consumers: ['subscribers']},
    because: 'Subscribers hear of a change a moment later: who must not miss it has to call.',
  },
]
