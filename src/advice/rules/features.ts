import type {AdviceRule} from '../rule.js'

const callers = ['apps', 'partners', 'services'] as const

/** What it can do besides, by what its operations are like. */
export const features: readonly AdviceRule[] = [
  {
    when: {duration: ['over-10s'], 'user-facing': ['yes'], consumers: callers},
    choose: {kind: ['rest'], with: ['jobs']},
    because: 'It takes longer than a call may: it is answered with 202 and a job, which tells its progress.',
  },
  {
    when: {duration: ['over-10s'], 'user-facing': ['no'], consumers: ['apps', 'partners']},
    choose: {kind: ['rest'], with: ['jobs']},
    because: 'It outlives the call that begins it: a job in PostgreSQL goes on after a crash.',
  },
  {
    when: {duration: ['under-10s'], 'user-facing': ['yes'], consumers: callers},
    because: 'From 2 s on people want to see that something happens; from 10 s on it has to become a job.',
  },
  {
    when: {consistency: ['strong'], transaction: ['local']},
    choose: {store: ['postgres']},
    because: 'What changes at once for all is one transaction of one database.',
  },
  {
    when: {consistency: ['strong'], transaction: ['distributed']},
    choose: {with: ['saga']},
    because: 'No transaction spans services: a saga goes step by step, and undoes what was done when a step fails.',
  },
  {
    when: {consistency: ['strong'], transaction: ['distributed'], 'user-facing': ['yes']},
    because: 'Who waits can be told that the saga has begun, not that all services have agreed.',
  },
  {
    when: {consistency: ['causal', 'eventual'], transaction: ['distributed']},
    choose: {with: ['outbox']},
    events: true,
    because: 'Each service commits its own part and tells the next: the event leaves in the transaction of the change.',
  },
  {
    when: {consumers: ['subscribers']},
    choose: {with: ['outbox']},
    events: true,
    because: 'Subscribers hear of every change that was committed, and of no other.',
  },
  {
    when: {consumers: ['partners'], 'user-facing': ['no']},
    choose: {with: ['webhooks']},
    because: 'Partners do not wait: a signed webhook tells them what has happened.',
  },
  {
    when: {consumers: ['partners'], duration: ['over-10s']},
    choose: {with: ['webhooks']},
    because: 'It takes long: a signed webhook tells partners of its end, so that they need not ask again and again.',
  },
  {
    when: {consumers: ['apps'], live: ['yes'], queries: ['simple']},
    choose: {with: ['websocket']},
    because: 'Open apps hear of changes over a WebSocket.',
  },
  {
    when: {consumers: ['apps'], live: ['yes'], queries: ['flexible']},
    because: 'Open apps hear of changes by subscriptions, which GraphQL brings along.',
  },
  {
    when: {history: ['yes']},
    choose: {with: ['event-store']},
    because: 'What happened is kept as events, and what is true now follows from them.',
  },
  {
    when: {sources: ['webhooks']},
    choose: {with: ['webhook-receiver']},
    because: 'Webhooks of others are checked by their signature and the time, and handled once.',
  },
  {
    when: {sources: ['polling']},
    choose: {with: ['polling']},
    because:
      'Events of others are fetched where the last look ended, and only what is new; with webhooks, when none come.',
  },
]
