import {type CodeMeaning, standardCodes} from '../errors/codes.js'
import type {UpstreamHeaders} from '../outbound/answer.js'
import {isRecord, parseJson, unusable} from '../outbound/foreign-json.js'

/** What an upstream has answered to an operation. */
export type GraphqlAnswer =
  | {readonly ok: true; readonly data: Readonly<Record<string, unknown>>; readonly extensions: Extensions}
  | {
      readonly ok: false
      /** Codes of the errors in `extensions.code`; empty when the upstream has none. */
      readonly codes: readonly string[]
      /** What there is all the same; null when there is nothing. */
      readonly data: Readonly<Record<string, unknown>> | null
      readonly extensions: Extensions
    }

/** What stands beside data and errors, such as warnings. */
type Extensions = Readonly<Record<string, unknown>>

/** Makes an answer of a response. That the upstream is in trouble may be said by its status or by the code of an error. */
export async function readGraphqlAnswer(
  status: number,
  _headers: UpstreamHeaders,
  text: () => Promise<string>,
): Promise<GraphqlAnswer> {
  const body = parseJson(await text())
  if (status >= 500) throw unusable(`status ${status}`)
  if (!isRecord(body)) throw unusable('no GraphQL')
  const {errors, data = null, extensions = {}} = body
  if ((data !== null && !isRecord(data)) || !isRecord(extensions)) throw unusable('no GraphQL')
  if (errors === undefined && data !== null && status < 300) return {ok: true, data, extensions}
  if (!Array.isArray(errors) || errors.length === 0) throw unusable(`status ${status} without errors`)
  const codes = errors.flatMap(codeOf)
  const outage = codes.find(isOutage)
  if (outage !== undefined) throw unusable(outage)
  return {ok: false, codes, data, extensions}
}

/** Codes of a domain are known to its service alone; only those of the standard mean the same everywhere. */
const known: Readonly<Record<string, CodeMeaning>> = standardCodes

function isOutage(code: string): boolean {
  return Object.hasOwn(known, code) && (known[code]?.status ?? 0) >= 500
}

function codeOf(error: unknown): readonly string[] {
  const extensions = isRecord(error) ? error['extensions'] : undefined
  const code = isRecord(extensions) ? extensions['code'] : undefined
  return typeof code === 'string' ? [code] : []
}
