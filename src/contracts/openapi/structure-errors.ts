import type {ErrorObject} from 'ajv'
import {didYouMean} from '../../core/suggest.js'
import {componentNameMessage} from './component-names.js'
import {memberNames} from './member-names.js'
import {isChosenElsewhere, isOfChosenShape} from './structure-choices.js'

/** What is left of AJV's errors for people: one for each fault. */
export interface TellingError {
  /** AJV's instance path: a JSON pointer to the faulty object or value. */
  readonly path: string
  /** The member of the object that is at fault. */
  readonly property?: string
  readonly message: string
}

/** Keywords that only say that something below or beside them failed. */
const composites = new Set(['oneOf', 'anyOf', 'allOf', 'if', 'propertyNames'])

/**
 * AJV tells of every alternative that did not fit, so one missing word gives a dozen errors. Leaves those out that
 * follow from others, and says the rest in sentences. `valueAt` gives the value at an instance path.
 */
export function tellingErrors(
  errors: readonly ErrorObject[],
  valueAt: (path: string) => unknown,
): readonly TellingError[] {
  const leaves = new Leaves(errors.filter(error => !composites.has(error.keyword) && !isOfReference(error, valueAt)))
  const chosen = new Set(
    errors
      .filter(({keyword, params}) => keyword === 'if' && params['failingKeyword'] === 'then')
      .map(({instancePath}) => instancePath),
  )
  const telling = leaves.errors.filter(error => {
    const {instancePath: path, keyword, params} = error
    const value = valueAt(path)
    if (keyword === 'enum' && isChosenElsewhere(path, value)) return false
    // Another alternative takes an object, and says what is wrong with this one.
    if (keyword === 'type' && isObject(value)) return !leaves.hasOthers(error) && !leaves.hasBelow(path)
    if (keyword === 'unevaluatedProperties') {
      const property = `${path}/${escaped(params['unevaluatedProperty'])}`
      // What the members of the chosen alternative are is not known once that alternative failed.
      return !chosen.has(path) && !leaves.hasWrongChoice(path) && !leaves.hasAtOrBelow(property)
    }
    return isOfChosenShape(error, valueAt)
  })
  const all = new Leaves(telling)
  return withoutRepetition(telling.map(error => explained(error, all, valueAt)))
}

/** Errors by their place, so that a document with thousands of them is no trouble. */
class Leaves {
  readonly #byPath = new Map<string, ErrorObject[]>()
  readonly #holders = new Set<string>()

  constructor(readonly errors: readonly ErrorObject[]) {
    for (const error of errors) {
      const {instancePath} = error
      const found = this.#byPath.get(instancePath)
      if (found) found.push(error)
      else {
        this.#byPath.set(instancePath, [error])
        for (let path = parentOf(instancePath); path !== '' && !this.#holders.has(path); path = parentOf(path))
          this.#holders.add(path)
      }
    }
  }

  /** Errors of the same keyword at the same place, itself among them. */
  alike({instancePath, keyword}: ErrorObject): readonly ErrorObject[] {
    return (this.#byPath.get(instancePath) ?? []).filter(other => other.keyword === keyword)
  }

  hasOthers({instancePath, keyword}: ErrorObject): boolean {
    return (this.#byPath.get(instancePath) ?? []).some(other => other.keyword !== keyword)
  }

  hasBelow(path: string): boolean {
    return this.#holders.has(path)
  }

  hasAtOrBelow(path: string): boolean {
    return this.#byPath.has(path) || this.#holders.has(path)
  }

  /** A member that decides about the shape has a value that no shape knows. */
  hasWrongChoice(path: string): boolean {
    return ['in', 'type'].some(name => this.#byPath.get(`${path}/${name}`)?.some(({keyword}) => keyword === 'enum'))
  }
}

/** The alternative "or a `$ref`" of nearly everything; it matters only where there is one. */
function isOfReference({schemaPath, instancePath, keyword}: ErrorObject, valueAt: (path: string) => unknown): boolean {
  if (!schemaPath.startsWith('#/definitions/Reference/')) {
    // A `$ref` that is no string is told as such, not as a member that an inline object may not have.
    const value = valueAt(instancePath)
    return isObject(value) && '$ref' in value && typeof value['$ref'] !== 'string' && keyword !== 'type'
  }
  return !instancePath.endsWith('/$ref')
}

function explained(error: ErrorObject, all: Leaves, valueAt: (path: string) => unknown): TellingError {
  const {instancePath: path, keyword, params, schemaPath} = error
  const subject = subjectOf(path)
  const value = valueAt(path)
  const same = all.alike(error)
  switch (keyword) {
    case 'required': {
      // The one response that has to be there may have any status.
      if (path.endsWith('/responses') && params['missingProperty'] === 'default')
        return {path, message: `${subject} must not be empty.`}
      const choice = /^(.*\/oneOf)\/\d+\/required$/.exec(schemaPath)?.[1]
      const missing = same
        .filter(other => (choice ? other.schemaPath.startsWith(`${choice}/`) : other === error))
        .map(other => `"${other.params['missingProperty']}"`)
      return {path, message: `${subject} must have ${[...new Set(missing)].join(' or ')}.`}
    }
    case 'additionalProperties':
    case 'unevaluatedProperties': {
      const property = String(params['additionalProperty'] ?? params['unevaluatedProperty'])
      return {path, property, message: unknownMember(property, path, subject)}
    }
    case 'enum':
    case 'const': {
      const allowed = [
        ...new Set(same.flatMap(other => other.params['allowedValues'] ?? [other.params['allowedValue']])),
      ]
      const wanted = allowed.map(each => JSON.stringify(each)).join(', ')
      const near = typeof value === 'string' ? didYouMean(value, allowed.map(String)) : ''
      return {
        path,
        message: `${subject} must be ${allowed.length > 1 ? 'one of ' : ''}${wanted}, not ${shown(value)}.${near}`,
      }
    }
    case 'type': {
      const wanted = [...new Set(same.flatMap(other => [other.params['type']].flat()).map(String))].map(article)
      const given = value === null ? 'it is empty' : `it is ${article(typeOf(value))}`
      return {path, message: `${subject} must be ${wanted.join(' or ')}, but ${given}.`}
    }
    case 'minProperties':
    case 'minItems':
      return {path, message: `${subject} must not be empty.`}
    case 'uniqueItems':
      return {path, message: `${subject} has the same item more than once.`}
    case 'pattern': {
      if (error.propertyName !== undefined)
        return {path, property: error.propertyName, message: nameMessage(error.propertyName, path)}
      return {path, message: `${subject} must match ${params['pattern']}.`}
    }
    case 'not': {
      const {propertyName: property} = error
      if (property !== undefined)
        return {
          path,
          property,
          message: `"${property}" has a member of its own: write "${property.toLowerCase()}" beside "additionalOperations".`,
        }
      if (Array.isArray(value))
        return {path, message: `${subject} must not have parameters in "query" and "querystring" together.`}
      const has = (name: string) => isObject(value) && name in value
      const [left, right] = pairs.filter(names => names.every(has))[same.indexOf(error)] ?? []
      if (left !== undefined) return {path, message: `${subject} must not have "${left}" and "${right}" together.`}
      const extra = ofSchema.filter(has).map(name => `"${name}"`)
      return {path, message: `${subject} must not have ${extra.join(', ')} beside "content".`}
    }
    case 'contains':
      return {path, message: `${subject} must not have more than one parameter in "querystring".`}
    case 'false schema':
      return {path, message: `${subject} may not stand beside "encoding".`}
    default:
      return {path, message: `${subject} ${error.message ?? 'is not as the specification says'}.`}
  }
}

/** Members that exclude each other, in the order in which the schemas of OpenAPI name them. */
const pairs = [
  ['example', 'examples'],
  ['schema', 'content'],
  ['identifier', 'url'],
  ['value', 'externalValue'],
  ['value', 'dataValue'],
  ['value', 'serializedValue'],
  ['serializedValue', 'externalValue'],
]

/** What says how a parameter with a schema is written, and is said by the media type where there is `content`. */
const ofSchema = ['style', 'explode', 'allowReserved', 'example', 'examples']

function nameMessage(name: string, path: string): string {
  const signs = "it may only have letters, digits and !#$%&'*+.^_`|~-."
  if (path.endsWith('/additionalOperations')) return `"${name}" is not a method: ${signs}`
  return path.endsWith('/headers') && !path.startsWith('/components/headers')
    ? `"${name}" is not the name of a header: ${signs}`
    : componentNameMessage(name)
}

function unknownMember(property: string, path: string, subject: string): string {
  if (path === '/paths') return `Path "${property}" must begin with a slash.`
  if (path.endsWith('/responses'))
    return `"${property}" is neither a status code, a range such as "4XX", nor "default".`
  // A name that is right elsewhere was not misspelt.
  const near = memberNames.includes(property) ? '' : didYouMean(property, memberNames)
  return `${subject} may not have "${property}".${near}`
}

/** The same fault seen through two alternatives is one. */
function withoutRepetition(errors: readonly TellingError[]): readonly TellingError[] {
  return [...new Map(errors.map(error => [`${error.path}\n${error.message}`, error])).values()]
}

/** What the members of an object are. */
const nouns: Readonly<Record<string, string>> = {
  responses: 'Response ',
  paths: 'Path ',
  webhooks: 'Webhook ',
  properties: 'Property ',
  headers: 'Header ',
  schemas: 'Schema ',
  content: 'Media type ',
  mediaTypes: 'Media type ',
  securitySchemes: 'Security scheme ',
}

/** What a path leads to, by its last name: `Response "200"`, or `Item 1 of "parameters"`. */
function subjectOf(path: string): string {
  const [last, holder] = path.split('/').slice(1).reverse().map(unescaped)
  if (last === undefined) return 'The document'
  const noun = holder === undefined ? '' : Object.hasOwn(nouns, holder) ? nouns[holder] : ''
  return noun === '' && holder !== undefined && /^\d+$/.test(last)
    ? `Item ${Number(last) + 1} of "${holder}"`
    : `${noun}"${last}"`
}

function unescaped(token: string): string {
  return token.replaceAll('~1', '/').replaceAll('~0', '~')
}

function parentOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')))
}

function escaped(name: unknown): string {
  return String(name).replaceAll('~', '~0').replaceAll('/', '~1')
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function typeOf(value: unknown): string {
  return Array.isArray(value) ? 'array' : typeof value
}

function article(type: string): string {
  return /^[aeiou]/.test(type) ? `an ${type}` : `a ${type}`
}

function shown(value: unknown): string {
  return typeof value === 'object' && value !== null ? article(typeOf(value)) : JSON.stringify(value)
}
