import {lintRule} from '../model.js'
import {shownType} from '../nodes.js'

export default lintRule({
  summary: 'Require a payload of its own for every mutation',
  why: 'A payload has room for errors and for what else has changed; a bare entity or a Boolean has none, and adding it later breaks every client.',
  fix: 'Let the mutation `doThing` return `DoThingPayload!`.',
  severity: 'error',
  examples: {
    valid: [
      `
type Mutation { deleteTask: DeleteTaskPayload! }
type DeleteTaskPayload { id: ID }
type Query { deleteTask: Boolean }
`,
      `
extend type Mutation { payURL: PayURLPayload! }
type Mutation { _empty: String }
type PayURLPayload { id: ID }
`,
    ],
    invalid: [
      `
type Mutation {
  deleteTask: Boolean! # want: Mutation "deleteTask" returns "Boolean!", not "DeleteTaskPayload!".
  createTask: CreateTaskPayload # want: Mutation "createTask" returns "CreateTaskPayload", not "CreateTaskPayload!".
}
type CreateTaskPayload { id: ID }
`,
      `
type Mutation {
  archiveTask: TaskPayload! # want: Mutation "archiveTask" returns "TaskPayload!", not "ArchiveTaskPayload!".
}
type TaskPayload { id: ID }
`,
    ],
  },

  check({document}, report) {
    const root = document.schema?.roots.mutation
    if (root === undefined) return
    for (const {parent, node} of document.fields) {
      const {value: name} = node.name
      if (parent.name.value !== root || name.startsWith('_')) continue
      const wanted = `${name.charAt(0).toUpperCase()}${name.slice(1)}Payload!`
      const written = shownType(node.type)
      if (written !== wanted) report(node, `Mutation "${name}" returns "${written}", not "${wanted}".`)
    }
  },
})
