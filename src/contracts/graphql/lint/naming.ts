import {z} from 'zod'
import {pascalCase, toPascalCase, toUpperSnakeCase, upperSnakeCase} from '../../../standard/casing.js'
import {camelCase, toCamelCase} from '../../../standard/names.js'
import {demandedField} from '../demanded-field.js'
import {lintRule} from '../model.js'
import {isErrorCodes, isExtension} from '../nodes.js'

export default lintRule({
  summary: 'Enforce the names of types, fields, arguments and values',
  why: 'Clients see every name of a schema as it is: with one style nobody has to look up how a name is written, and generated code reads like the rest.',
  fix: 'Rename: PascalCase for types (inputs end in "Input"), camelCase for fields, arguments and directives, UPPER_SNAKE_CASE for values without the name of their enum. Names given by others go into the option `allow`.',
  severity: 'error',
  presets: ['standard', 'recommended'],
  options: z.strictObject({
    allow: z.array(z.string()).default([]).describe('Names that are right as they are.'),
  }),
  examples: {
    valid: [
      `
type User { createdAt: String httpURL2: String }
input UpdateUserInput { firstName: String }
enum OrderState { OPEN IN_TRANSIT ORDER } # The last one is a word, not a prefix.
directive @rateLimit(perMinute: Int) on FIELD_DEFINITION
`,
      `
type Query { _service: _Service! _entities(representations: [_Any!]!): [String]! } # Names of federation.
extend type user_v1 @key(fields: "id") { id: ID! @external } # It is called so by whoever defines it.
`,
    ],
    invalid: [
      `
type user { # want: Type "user" is not in PascalCase; write "User".
  Created_at: String # want: Field "user.Created_at" is not in camelCase; write "createdAt".
  orders(sort_by: String): String # want: Argument "sort_by" of "user.orders" is not in camelCase; write "sortBy".
}
input NewUser { name: String } # want: Input type "NewUser" does not end in "Input"; write "NewUserInput".
`,
      `
enum OrderState {
  open # want: Value "open" of enum "OrderState" is not in UPPER_SNAKE_CASE; write "OPEN".
  ORDER_STATE_CLOSED # want: Value "ORDER_STATE_CLOSED" of enum "OrderState" repeats the name of the enum; write "CLOSED".
}
directive @RateLimit(PerMinute: Int) on FIELD_DEFINITION # want: Directive "@RateLimit" is not in camelCase; write "rateLimit". | Argument "PerMinute" of "@RateLimit" is not in camelCase; write "perMinute".
input order_input { id: ID } # want: Type "order_input" is not in PascalCase; write "OrderInput".
`,
    ],
  },

  check({document}, report, {allow}) {
    const allowed = new Set(allow)
    for (const type of document.types) {
      const {value: name} = type.name
      if (isExtension(type) || isGiven(name) || allowed.has(name)) continue
      if (!pascalCase.test(name)) report(type, `Type "${name}" is not in PascalCase${advice(toPascalCase(name))}.`)
      else if (type.kind === 'InputObjectTypeDefinition' && !name.endsWith('Input'))
        report(type, `Input type "${name}" does not end in "Input"; write "${name}Input".`)
    }
    for (const field of document.fields) {
      const {parent, node} = field
      const {value: name} = node.name
      if (!camelCase.test(name) && !isGiven(name) && !allowed.has(name) && !demandedField(field, document))
        report(node, `Field "${parent.name.value}.${name}" is not in camelCase${advice(toCamelCase(name))}.`)
    }
    for (const {title, node} of document.inputs) {
      const {value: name} = node.name
      if (!camelCase.test(name) && !allowed.has(name))
        report(node, `${title} is not in camelCase${advice(toCamelCase(name))}.`)
    }
    for (const type of document.types) {
      if (type.kind !== 'EnumTypeDefinition' && type.kind !== 'EnumTypeExtension') continue
      const {value: owner} = type.name
      // Codes of errors have a rule for all kinds, `shared/error-code-format`.
      if (isGiven(owner) || isErrorCodes(owner)) continue
      const prefix = `${toUpperSnakeCase(owner)}_`
      for (const value of type.values ?? []) {
        const name = value.name.value
        if (allowed.has(name)) continue
        const title = `Value "${name}" of enum "${owner}"`
        if (!upperSnakeCase.test(name))
          report(value, `${title} is not in UPPER_SNAKE_CASE${advice(toUpperSnakeCase(name))}.`)
        else if (name.startsWith(prefix) && /^[A-Z]/.test(name.slice(prefix.length)))
          report(value, `${title} repeats the name of the enum; write "${name.slice(prefix.length)}".`)
      }
    }
    for (const node of document.directives) {
      const {value: name} = node.name
      if (isGiven(name)) continue
      if (!camelCase.test(name) && !allowed.has(`@${name}`) && !allowed.has(name))
        report(node, `Directive "@${name}" is not in camelCase${advice(toCamelCase(name))}.`)
      for (const each of node.arguments ?? [])
        if (!camelCase.test(each.name.value) && !allowed.has(each.name.value))
          report(
            each,
            `Argument "${each.name.value}" of "@${name}" is not in camelCase${advice(toCamelCase(each.name.value))}.`,
          )
    }
  },
})

/** A name of federation, or of a specification that is taken over: nobody here can change it. */
function isGiven(name: string): boolean {
  return name.startsWith('_') || name.includes('__')
}

function advice(better: string): string {
  return /^[A-Za-z]/.test(better) ? `; write "${better}"` : ''
}
