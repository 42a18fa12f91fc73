import type {Location} from '../../core/source.js'
import type {PactCheck} from '../checks.js'
import type {EngineRun} from './engine.js'
import {isPending, type NumberedInteraction} from './engine-copy.js'
import type {EngineMismatch, EngineResult, EngineVerdict} from './engine-result.js'
import {placeOf, placeOfState} from './place-of.js'
import type {Exchange, Trouble} from './verifier-messages.js'

/** Why an interaction failed, in one respect. */
export interface Mismatch {
  readonly rule: PactCheck
  /** A sentence. */
  readonly message: string
  readonly location: Location
  /** JSON path in the body, or name of a header or state. */
  readonly path?: string
  readonly expected?: string
  readonly actual?: string
  readonly fix?: string
}

/** The verdict on one interaction. `pending` ones failed, which their consumer allows. */
export interface JudgedInteraction extends NumberedInteraction {
  readonly outcome: 'passed' | 'failed' | 'pending'
  readonly durationMs: number
  readonly mismatches: readonly Mismatch[]
  readonly exchange: Exchange | undefined
}

/** Brings together what the engine and the gate say about an interaction. Whatever is not surely good has failed. */
export function judge(entry: NumberedInteraction, run: EngineRun, result: EngineResult): JudgedInteraction {
  const verdict = result.verdicts.get(entry.number)
  const troubles = run.troubles.get(entry.number) ?? []
  const exchange = run.exchanges.get(entry.number)
  const mismatches = mismatchesOf(entry, verdict, troubles)
  return {
    ...entry,
    outcome: mismatches.length === 0 ? 'passed' : isPending(entry) ? 'pending' : 'failed',
    durationMs: verdict?.durationMs ?? exchange?.durationMs ?? 0,
    mismatches,
    exchange,
  }
}

function mismatchesOf(
  entry: NumberedInteraction,
  verdict: EngineVerdict | undefined,
  troubles: readonly Trouble[],
): Mismatch[] {
  const {pact, interaction} = entry
  // The request was held back and answered by us: what the engine says about that means nothing.
  if (troubles.length > 0)
    return troubles.map(({kind, message, state, fix}) => ({
      rule: `pact/${kind}` as const,
      message,
      location: state === undefined ? pact.locate(interaction.place) : placeOfState(pact, interaction, state),
      ...(state !== undefined && {path: state}),
      ...(fix !== undefined && {fix}),
    }))
  const described = `"${interaction.description}"`
  if (verdict === undefined)
    return [
      {
        rule: 'pact/not-verified',
        message: `Interaction ${described} was not verified: the engine did not tell about it.`,
        location: pact.locate(interaction.place),
      },
    ]
  if (verdict.passed) return []
  if (verdict.mismatches.length === 0)
    return [
      {
        rule: 'pact/not-verified',
        message: `Interaction ${described} failed, and the engine does not say why.`,
        location: pact.locate(interaction.place),
      },
    ]
  return verdict.mismatches.map(mismatch => ({
    rule: checks[mismatch.type] ?? 'pact/not-verified',
    message: sentence(mismatch, described),
    location: placeOf(pact, interaction, mismatch),
    ...pathOf(mismatch),
    ...(mismatch.expected !== undefined && {expected: mismatch.expected}),
    ...(mismatch.actual !== undefined && {actual: mismatch.actual}),
  }))
}

const checks: Readonly<Record<string, PactCheck>> = {
  StatusMismatch: 'pact/status-mismatch',
  HeaderMismatch: 'pact/header-mismatch',
  BodyMismatch: 'pact/body-mismatch',
  BodyTypeMismatch: 'pact/body-type-mismatch',
  MetadataMismatch: 'pact/metadata-mismatch',
}

function pathOf({path, key}: EngineMismatch): {path?: string} {
  const at = key ?? path
  return at === undefined ? {} : {path: at}
}

function sentence({type, path, key, expected, actual, message}: EngineMismatch, described: string): string {
  const why = message.replace(/\.$/, '')
  if (type === 'StatusMismatch' && expected !== undefined && actual !== undefined)
    return `${described} answers ${actual} instead of ${expected}.`
  if (type === 'BodyTypeMismatch') return `${described} answers with another type of body: ${why}.`
  if (type === 'HeaderMismatch' || type === 'MetadataMismatch') {
    const what = type === 'HeaderMismatch' ? 'header' : 'metadata'
    return actual
      ? `${described} answers with another ${what} "${key ?? path}": ${why}${values(expected, actual, why)}.`
      : `${described} answers without the ${what} "${key ?? path}"${expected ? `, expected ${short(expected)}` : ''}.`
  }
  if (type === 'BodyMismatch')
    return `${described} answers another body at ${path ?? '$'}: ${why}${values(expected, actual, why)}.`
  return `${described} failed: ${why}.`
}

/** What was expected and what came, unless the engine's words have it already. */
function values(expected: string | undefined, actual: string | undefined, why: string): string {
  const bare = (text: string) => text.replaceAll(/^"|"$/g, '')
  const parts = [
    ...(expected && !why.includes(bare(expected)) ? [`expected ${short(expected)}`] : []),
    ...(actual && !why.includes(bare(actual)) ? [`got ${short(actual)}`] : []),
  ]
  return parts.length > 0 ? ` (${parts.join(', ')})` : ''
}

function short(text: string): string {
  return text.length > 120 ? `${text.slice(0, 119)}…` : text
}
