import type {AdviceRule} from '../rule.js'

/** What it speaks, by who uses it. */
export const kinds: readonly AdviceRule[] = [
  {
    when: {consumers: ['apps'], queries: ['simple']},
    choose: {kind: ['rest']},
    because: 'Apps call it over REST: every client speaks it, and caches and limits on the way understand it.',
  },
  {
    when: {consumers: ['apps'], queries: ['flexible']},
    choose: {kind: ['graphql']},
    because: 'Each screen asks in GraphQL for the fields that it shows, in one request.',
  },
  {
    when: {consumers: ['partners']},
    choose: {kind: ['rest']},
    because: 'Partners are given REST with its OpenAPI contract: it asks nothing of them but HTTP.',
  },
  {
    when: {consumers: ['services'], 'user-facing': ['yes']},
    choose: {kind: ['grpc']},
    because: 'Services call it over gRPC while somebody waits: typed on both sides, with deadlines that are passed on.',
  },
  {
    when: {consumers: ['services'], 'user-facing': ['no']},
    choose: {kind: ['worker']},
    events: true,
    because: 'Nobody waits, so services give it work as events and go on, whether it is up or not.',
  },
]

/** For those whom nobody calls. */
export const otherKinds: readonly AdviceRule[] = [
  {
    when: {'user-facing': ['yes']},
    choose: {kind: ['rest']},
    because: 'Somebody waits for it, and no consumer asks for another protocol than REST.',
  },
  {
    when: {'user-facing': ['no']},
    choose: {kind: ['worker']},
    events: true,
    because: 'Nobody calls it: it works through events.',
  },
]
