import type {JsonNode} from '../model.js'

/** Says what a value has to be that no object of the specification describes; undefined when it is that. */
export type ScalarCheck = (node: JsonNode) => string | undefined

/** A place in a message that is only known at run time: `$message.header#/replyTo`. */
const expression = /^\$message\.(?:header|payload)#(?:\/(?:[^/~]|~[01])*)*$/

/** The words for such values in a shape. */
export const scalars: Readonly<Record<string, ScalarCheck>> = {
  any: () => undefined,
  text: node => (node.text === undefined ? 'a string' : undefined),
  'text or null': node => (node.text === undefined && node.value !== null ? 'a string or null' : undefined),
  truth: node => (node.boolean === undefined ? 'true or false' : undefined),
  map: node => (node.isObject ? undefined : 'an object'),
  reference: node => (node.ref === undefined ? 'a "$ref"' : undefined),
  schema: node => (node.isObject || node.boolean !== undefined ? undefined : 'a schema: an object or a boolean'),
  expression: node =>
    expression.test(node.text ?? '') ? undefined : 'a place in a message such as "$message.header#/correlationId"',
}
