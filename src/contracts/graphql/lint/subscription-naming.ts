import {endsInPast} from '../../../standard/past-tense.js'
import {lintRule} from '../model.js'

export default lintRule({
  summary: 'Enforce names of subscriptions that say what has happened',
  why: 'A subscription tells of events. A name in the past, such as "taskUpdated", says which ones; a noun leaves open when anything comes.',
  fix: 'Name the field by a noun and a verb in the past: `userPresenceChanged`.',
  severity: 'warning',
  examples: {
    valid: [
      'type Subscription { taskUpdated: String invoicePaid: String messageSent(roomId: ID!): String }',
      `
schema { query: Query subscription: Events }
type Query { a: Int }
type Events { orderPlaced: String }
type Subscription { feed: String } # No root: "schema" names another one.
`,
    ],
    invalid: [
      `
type Subscription {
  userPresence(teamId: ID): String # want: Subscription "userPresence" does not say what has happened; end it in a verb in the past, such as "userPresenceChanged".
}
`,
      `
extend type Subscription {
  newsFeed: String # want: Subscription "newsFeed" does not say what has happened; end it in a verb in the past, such as "newsFeedChanged".
  onOrder: String # want: Subscription "onOrder" does not say what has happened; end it in a verb in the past, such as "orderChanged".
}
type Subscription { orderPaid: String }
`,
    ],
  },

  check({document}, report) {
    const root = document.schema?.roots.subscription
    if (root === undefined) return
    for (const {parent, node} of document.fields) {
      const {value: name} = node.name
      if (parent.name.value !== root || name.startsWith('_') || endsInPast(name)) continue
      const noun = name.replace(/^on(?=[A-Z])/, '')
      const better = `${noun.charAt(0).toLowerCase()}${noun.slice(1)}Changed`
      report(
        node,
        `Subscription "${name}" does not say what has happened; end it in a verb in the past, such as "${better}".`,
      )
    }
  },
})
