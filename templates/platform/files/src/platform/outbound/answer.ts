import type {Warning} from '../envelope/envelope.js'
import {isRecord, parseJson, unusable} from './foreign-json.js'

/** What an upstream said: all of its envelope, so that paging and warnings are not lost on the way. */
export type UpstreamAnswer =
  | {
      readonly ok: true
      readonly status: number
      /** Undefined where there is no body. */
      readonly data: unknown
      readonly meta: Readonly<Record<string, unknown>>
      readonly warnings: readonly Warning[]
      readonly headers: UpstreamHeaders
    }
  | {
      readonly ok: false
      /** 400 to 499. */
      readonly status: number
      /** Codes of the upstream, empty when it did not send an envelope. */
      readonly codes: readonly string[]
      readonly headers: UpstreamHeaders
    }

export type UpstreamHeaders = Readonly<Record<string, string | string[] | undefined>>

/** Turns a response into an answer; what is no answer at all becomes UPSTREAM_BAD_RESPONSE. */
export async function readAnswer(
  status: number,
  headers: UpstreamHeaders,
  text: () => Promise<string>,
): Promise<UpstreamAnswer> {
  // Read in any case: a body that nobody reads keeps its connection busy.
  const body = await text()
  if (status >= 500) throw unusable(`status ${status}`)
  if (status >= 400) return {ok: false, status, codes: codesOf(parseJson(body)), headers}
  if (body === '') return {ok: true, status, data: undefined, meta: {}, warnings: [], headers}
  const envelope = parseJson(body)
  if (!isRecord(envelope) || !('data' in envelope) || !isRecord(envelope['meta'])) throw unusable('no envelope')
  const warnings = Array.isArray(envelope['warnings']) ? envelope['warnings'].filter(isWarning) : []
  return {ok: true, status, data: envelope['data'], meta: envelope['meta'], warnings, headers}
}

function codesOf(envelope: unknown): readonly string[] {
  const errors = isRecord(envelope) ? envelope['errors'] : undefined
  if (!Array.isArray(errors)) return []
  return errors.flatMap(error => (isRecord(error) && typeof error['code'] === 'string' ? [error['code']] : []))
}

function isWarning(value: unknown): value is Warning {
  return isRecord(value) && typeof value['code'] === 'string' && typeof value['message'] === 'string'
}
