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
  // A scheme and something behind it; what a scheme wants there is its own affair.
  address: node =>
    /^[a-z][a-z0-9+.-]*:\S+$/i.test(node.text ?? '') ? undefined : 'an absolute address such as "https://example.com"',
  email: node => (/^[^\s@]+@[^\s@]+$/.test(node.text ?? '') ? undefined : 'an e-mail address'),
  count: node => (Number.isInteger(node.value) && (node.number ?? 0) > 0 ? undefined : 'a whole number above zero'),
  truth: node => (node.boolean === undefined ? 'true or false' : undefined),
  map: node => (node.isObject ? undefined : 'an object'),
  requirement: node =>
    node.isObject && node.children().every(({isArray}) => isArray)
      ? undefined
      : 'an object from names of security schemes to lists of scopes',
  reference: node => (node.ref === undefined ? 'a "$ref"' : undefined),
  schema: node => (node.isObject || node.boolean !== undefined ? undefined : 'a schema: an object or a boolean'),
  expression: node =>
    expression.test(node.text ?? '') ? undefined : 'a place in a message such as "$message.header#/correlationId"',
}
