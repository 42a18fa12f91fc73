import {RemoteError} from '../../core/errors.js'
import {listOf, partOf, type Resource, textAt} from './resource.js'

/** An answer that is no 2xx. */
export interface Refusal {
  readonly method: string
  readonly url: string
  readonly status: number
  /** Undefined when it was no JSON. */
  readonly body: Resource | undefined
}

/** Says what the answer of a broker means. */
export function failureOf({method, url, status, body}: Refusal): RemoteError {
  const {origin, pathname} = new URL(url)
  if (status === 401)
    return new RemoteError(
      `The Pact Broker at ${origin} does not accept the credentials (401).`,
      'Set PACT_BROKER_TOKEN, or PACT_BROKER_USERNAME and PACT_BROKER_PASSWORD.',
    )
  if (status === 403)
    return new RemoteError(
      `The Pact Broker at ${origin} does not allow ${method} ${pathname} with these credentials (403).`,
      'Use credentials that may write, or ask who runs the broker.',
    )
  const said = body === undefined ? '' : saidIn(body)
  if (body === undefined && status !== 404 && status < 500)
    return new RemoteError(`${origin} answers ${status} without JSON: it is no Pact Broker.`, mendAddress)
  return new RemoteError(
    `The Pact Broker at ${origin} answers ${method} ${pathname} with ${status}${said === '' ? '.' : `: ${said}`}`,
    status >= 500 ? 'Try again later, or look at the log of the broker.' : mendAddress,
  )
}

export const mendAddress = 'Check the address: --broker-url, "pact.broker" of mesh.yaml, or PACT_BROKER_BASE_URL.'

/** The sentences of the ways in which brokers tell errors: a list, lists by field, one text, or a problem. */
export function saidIn(body: Resource): string {
  const {errors, error} = body
  if (Array.isArray(errors)) return errors.filter(each => typeof each === 'string').join(' ')
  const byField = Object.entries(partOf(body, 'errors')).map(
    ([field, texts]) => `${field} ${(Array.isArray(texts) ? texts : [texts]).join(', ')}`,
  )
  if (byField.length > 0) return byField.join('; ')
  if (typeof error === 'string') return error
  return textAt(partOf(body, 'error'), 'message') ?? textAt(body, 'detail') ?? ''
}

/** Texts that the broker has for people, of one kind or of all. */
export function noticesIn(body: Resource): readonly {readonly type: string; readonly text: string}[] {
  return listOf(body, 'notices').map(notice => ({
    type: textAt(notice, 'type') ?? 'info',
    text: textAt(notice, 'text') ?? '',
  }))
}
