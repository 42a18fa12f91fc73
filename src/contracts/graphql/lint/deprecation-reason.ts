import {argument} from '../federation.js'
import {lintRule} from '../model.js'
import {directiveOf} from '../nodes.js'

export default lintRule({
  summary: 'Require every deprecation to say what to use instead',
  why: 'Clients see the reason where they use the field. Without one they know that they have to move, but not where to.',
  fix: 'Write `@deprecated(reason: "Use createdAt; sunset=2027-06-30")`.',
  severity: 'warning',
  presets: ['recommended'],
  examples: {
    valid: [
      'type Query { old: String @deprecated(reason: "Use new; sunset=2027-06-30") new: String }',
      'enum State { GONE @deprecated(reason: "CLOSED says the same.") CLOSED }',
    ],
    invalid: [
      `
type Query {
  old: String @deprecated # want: The deprecation of "old" gives no reason; say what to use instead.
  older(by: Int @deprecated(reason: "")): String # want: The deprecation of "by" gives no reason; say what to use instead.
}
`,
      `
enum State {
  GONE @deprecated(reason: "sunset=2027-06-30") # want: The deprecation of "GONE" gives no reason; say what to use instead.
}
input TaskInput {
  at: String @deprecated(reason: "No longer supported") # want: The deprecation of "at" gives no reason; say what to use instead.
}
`,
    ],
  },

  check({document}, report) {
    const values = document.types.flatMap(type => ('values' in type ? (type.values ?? []) : []))
    const members = [...document.fields.map(({node}) => node), ...document.inputs.map(({node}) => node), ...values]
    for (const node of members) {
      const directive = directiveOf(node, 'deprecated')
      if (directive === undefined) continue
      const reason = argument(directive, 'reason')
      if (reason !== undefined && reason.kind !== 'StringValue') continue
      const said = (reason?.value ?? '').replace(/\bsunset\s*[=:]\s*\S+/i, '').trim()
      // The second is what the specification puts in where nothing is said.
      if (!/\w/.test(said) || /^no longer supported\.?$/i.test(said))
        report(directive, `The deprecation of "${node.name.value}" gives no reason; say what to use instead.`)
    }
  },
})
