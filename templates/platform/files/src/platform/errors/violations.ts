import {ApiError, type ErrorEntry, errorEntry} from './api-error.js'

/** What a JSON Schema validator says about one place; Ajv's form. */
export interface Violation {
  readonly keyword: string
  /** JSON pointer of the value that breaks the rule. */
  readonly instancePath: string
  readonly params: Readonly<Record<string, unknown>>
  readonly message?: string
}

/** The part of a request that was judged. */
export type RequestPart = 'body' | 'querystring' | 'params' | 'headers'

/** A body with a million wrong items must not become an answer with a million entries. */
const most = 100

/** A parameter that has not even the right type was not understood: 400. Everything else was understood and is wrong: 422. */
export function explainViolations(violations: readonly Violation[], part: RequestPart): ApiError {
  // An address such as /widgets/ matches that of one widget, and names none.
  if (part === 'params' && violations.some(isEmpty)) {
    return new ApiError('ROUTE_NOT_FOUND', 'There is nothing at this address.')
  }
  const unreadable = part === 'body' ? [] : violations.filter(({keyword}) => keyword === 'type')
  const [code, told] = unreadable.length > 0 ? ['INVALID_PARAMETER', unreadable] : ['VALIDATION_FAILED', violations]
  const entries = told.slice(0, most).map(violation => explain(violation, code, part))
  const [first = errorEntry(code, 'The request does not match the contract.'), ...others] = onePerField(entries)
  return ApiError.of([first, ...others])
}

function isEmpty({keyword, params}: Violation): boolean {
  return keyword === 'minLength' && params['limit'] === 1
}

function explain({keyword, instancePath, params, message}: Violation, code: string, part: RequestPart): ErrorEntry {
  const path = instancePath.split('/').slice(1).map(unescapePointer)
  const key = params['missingProperty'] ?? params['additionalProperty'] ?? params['unevaluatedProperty']
  const field = [...path, ...(typeof key === 'string' ? [key] : [])].join('.')
  const name = field === '' ? `The ${part === 'body' ? 'body' : 'request'}` : `"${field}"`
  return errorEntry(code, `${name} ${predicate(keyword, params, message)}.`, field === '' ? {} : {field})
}

function predicate(keyword: string, params: Readonly<Record<string, unknown>>, message = 'is not valid'): string {
  if (keyword === 'required' || keyword === 'dependentRequired') return 'is required'
  if (keyword === 'additionalProperties' || keyword === 'unevaluatedProperties') return 'is not known here'
  if (keyword === 'enum' && Array.isArray(params['allowedValues'])) {
    return `must be one of ${params['allowedValues'].map(value => JSON.stringify(value)).join(', ')}`
  }
  return message.replace('NOT', 'not')
}

/** One field can break several rules; the first one is what has to be mended first. */
function onePerField(entries: readonly ErrorEntry[]): ErrorEntry[] {
  return [...new Map([...entries].reverse().map(entry => [entry.field ?? '', entry])).values()].reverse()
}

function unescapePointer(segment: string): string {
  return segment.replaceAll('~1', '/').replaceAll('~0', '~')
}
