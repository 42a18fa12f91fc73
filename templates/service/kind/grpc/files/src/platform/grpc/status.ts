import {Metadata, type status as Status, type StatusObject} from '@grpc/grpc-js'
import type {RequestContext} from '../context/request-context.js'
import type {ApiError, ErrorEntry} from '../errors/api-error.js'
import {protoName} from './proto-name.js'
import {type Detail, encodeRichStatus, richStatusKey} from './rich-status.js'
import {statusCodeOf} from './status-codes.js'

export interface StatusOptions {
  /** The service, as ErrorInfo names it: a reason means something only within it. */
  readonly domain: string
  readonly context?: RequestContext | undefined
  /** Where the code of the error does not decide it. */
  readonly code?: Status
}

/** An error in the words of gRPC, with everything that the envelope of HTTP would say about it. */
export function statusOf(error: ApiError, {domain, context, code = statusCodeOf(error)}: StatusOptions): StatusObject {
  const {message, entries} = error
  const details = detailsOf(error, domain, context)
  const metadata = new Metadata()
  const told = entries.length > 1 ? `${message} And ${entries.length - 1} more.` : message
  metadata.set(richStatusKey, encodeRichStatus({code, message: told, details}))
  return {code, details: told, metadata}
}

function detailsOf({code, entries, headers}: ApiError, domain: string, context?: RequestContext): readonly Detail[] {
  const violations = entries.flatMap(({field, message, code: reason}) =>
    field === undefined ? [] : [{field: protoName(field), description: message, reason}],
  )
  const seconds = Number(headers['retry-after'])
  return [
    {type: 'ErrorInfo', value: {reason: code, domain, metadata: factsOf(entries[0])}},
    ...(violations.length > 0 ? [{type: 'BadRequest', value: {field_violations: violations}} as const] : []),
    ...(seconds > 0 ? [{type: 'RetryInfo', value: {retry_delay: {seconds, nanos: 0}}} as const] : []),
    ...(context ? [{type: 'RequestInfo', value: {request_id: context.requestId}} as const] : []),
  ]
}

/** What programs decide by; ErrorInfo has only text. */
function factsOf(entry: ErrorEntry | undefined): Readonly<Record<string, string>> {
  if (entry === undefined) return {}
  const {severity, retryable, details = {}} = entry
  const facts = Object.entries(details).map(([name, value]) => [name, String(value)])
  return {...Object.fromEntries(facts), severity, retryable: String(retryable)}
}
