import {operationLimits} from '../../../standard/graphql.js'
import {argument} from '../federation.js'
import {lintRule} from '../model.js'
import {directiveOf} from '../nodes.js'

export default lintRule({
  summary: 'Require limits of depth and complexity in the schema',
  why: 'One short operation can ask for millions of objects. Limits in the contract are known to clients before the gateway refuses them.',
  fix: 'Write `schema @meshLimits(maxDepth: 10, maxComplexity: 100) { … }`, or the same on `extend schema`.',
  severity: 'error',
  security: 'medium',
  examples: {
    valid: [
      'schema @meshLimits(maxDepth: 10, maxComplexity: 100) { query: Query }\ntype Query { a: Int }',
      `
# file: schema.graphql
type Query { a: Int }
# file: limits.graphql
extend schema @meshLimits(maxDepth: 5, maxComplexity: 50)
`,
      'query One { a } # Operations have no limits of their own.',
    ],
    invalid: [
      'schema { query: Query } # want: The schema declares no limits; add "@meshLimits(maxDepth: 10, maxComplexity: 100)".\ntype Query { a: Int }',
      'type Query { a: Int } # want: The schema declares no limits; add "@meshLimits(maxDepth: 10, maxComplexity: 100)".',
      `
type Query { a: Int }
extend schema @meshLimits(maxDepth: 20, maxComplexity: 100) # want: "maxDepth" is 20; at most 10 is allowed.
`,
    ],
  },

  check({document}, report) {
    const {schema} = document
    if (schema === undefined || !document.isSchema) return
    const schemas = schema.files.flatMap(file => file.schemas)
    const limits = schemas.flatMap(node => directiveOf(node, 'meshLimits') ?? [])
    if (limits.length === 0) {
      const {query} = schema.roots
      const at = schemas[0] ?? (query === undefined ? undefined : schema.type(query)?.parts[0])
      const isHere = document.schemas.some(node => node === at) || document.types.some(node => node === at)
      if (at !== undefined && isHere)
        report(
          at,
          `The schema declares no limits; add "@meshLimits(maxDepth: ${operationLimits.maxDepth}, maxComplexity: ${operationLimits.maxComplexity})".`,
        )
      return
    }
    for (const limit of document.schemas.flatMap(node => directiveOf(node, 'meshLimits') ?? []))
      for (const name of ['maxDepth', 'maxComplexity'] as const) {
        const value = argument(limit, name)
        if (value?.kind === 'IntValue' && Number(value.value) > operationLimits[name])
          report(value, `"${name}" is ${value.value}; at most ${operationLimits[name]} is allowed.`)
      }
  },
})
