import {payloadErrorFields} from '../../../standard/graphql.js'
import {lintRule} from '../model.js'
import {isList, namedType, shownType} from '../nodes.js'

export default lintRule({
  summary: 'Require errors in every payload, and payloads that can do without their entity',
  why: 'What a user did wrong belongs to the answer of the mutation, in a form that clients know; a non-null entity would turn it into a failure of the whole operation.',
  fix: 'Add `errors: [ApiError!]!` to the payload, make its objects nullable, and give ApiError code, message, field, severity and retryable.',
  severity: 'error',
  examples: {
    valid: [
      `
type CreateTaskPayload { task: Task errors: [ApiError!]! requestId: ID! }
type Task { id: ID! }
type ApiError { code: String! message: String! field: String severity: String! retryable: Boolean! }
`,
      `
type CreateTaskPayload { tasks: [Task!]! state: State! } # A list can be empty, an enum is no object.
extend type CreateTaskPayload { errors: [ApiError!]! }
type Task { id: ID! }
enum State { OPEN }
interface ApiError { code: String! message: String! field: String severity: String! retryable: Boolean! }
input ImportPayload { text: String } # Nothing that is returned.
`,
    ],
    invalid: [
      `
type CreateTaskPayload { # want: Payload "CreateTaskPayload" has no field "errors: [ApiError!]!".
  task: Task! # want: "CreateTaskPayload.task" is never null, but a mutation that fails has nothing to put there.
}
type Task { id: ID! }
`,
      `
type CreateTaskPayload {
  errors: [ApiError] # want: "CreateTaskPayload.errors" is of type "[ApiError]", not "[ApiError!]!".
}
type ApiError { # want: Type "ApiError" has no field "severity". | Type "ApiError" has no field "retryable".
  code: String!
  message: String!
  field: String
}
`,
    ],
  },

  check({document}, report) {
    const {schema} = document
    for (const {kind, name, fields, parts} of document.ownTypes) {
      const [at] = parts
      if (at === undefined) continue
      if (name === 'ApiError' && (kind === 'object' || kind === 'interface'))
        for (const field of payloadErrorFields)
          if (!fields.has(field)) report(at, `Type "ApiError" has no field "${field}".`)
      if (kind !== 'object' || !name.endsWith('Payload')) continue
      const errors = fields.get('errors')
      if (errors === undefined) report(at, `Payload "${name}" has no field "errors: [ApiError!]!".`)
      else if (shownType(errors.type) !== '[ApiError!]!')
        report(errors, `"${name}.errors" is of type "${shownType(errors.type)}", not "[ApiError!]!".`)
      for (const node of fields.values()) {
        const inner = schema?.type(namedType(node.type).name.value)?.kind
        const isObject = inner === 'object' || inner === 'interface' || inner === 'union'
        if (isObject && node.type.kind === 'NonNullType' && !isList(node.type))
          report(
            node,
            `"${name}.${node.name.value}" is never null, but a mutation that fails has nothing to put there.`,
          )
      }
    }
  },
})
