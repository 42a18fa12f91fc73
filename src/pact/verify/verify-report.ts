import {counted} from '../../core/counted.js'
import {showDuration} from '../../core/duration.js'
import type {Finding} from '../../core/finding.js'
import type {Line, Report} from '../../core/report.js'
import {type PactCheck, pactChecks} from '../checks.js'
import {pactExitCodes} from '../exit-codes.js'
import type {FoundPacts} from '../pacts/find-pacts.js'
import {curlOf} from './curl.js'
import type {JudgedInteraction} from './judge.js'
import type {Provider} from './provider.js'

/** Everything that a report on a verification tells. */
export interface Verification {
  readonly providerName: string
  readonly provider: Provider | undefined
  readonly found: FoundPacts
  readonly interactions: readonly JudgedInteraction[]
  readonly engine: string
  /** How many were left out: behind a failure with --bail, or by what was chosen. */
  readonly notReached: number
  readonly notChosen: number
  /** Who was told about the results. */
  readonly published: string | undefined
  readonly durationMs: number
}

/** Says how the interactions of a provider did: a line for each, and a finding for each reason of a failure. */
export function verifyReport(verification: Verification): Report {
  const {interactions, found, provider, providerName} = verification
  const failed = interactions.filter(({outcome}) => outcome === 'failed')
  const crash = failed.length > 0 ? provider?.process?.ended() : undefined
  return {
    outcome: failed.length > 0 ? 'fail' : 'pass',
    ...exitCodeOf(interactions, crash),
    summary: summaryOf(verification),
    findings: interactions.flatMap(findingsOf),
    rules: pactChecks,
    lines: [
      ...interactions.map(lineOf),
      ...linesOfLeft(verification),
      ...linesOfOthers(found, providerName),
      ...crashLines(provider, crash),
      ...(verification.published === undefined ? [] : [{mark: 'plain' as const, text: verification.published}]),
    ],
    next: failed.length > 0 && provider?.process ? [`The provider's log: ${provider.process.log}`] : [],
    data: dataOf(verification),
    sources: found.pacts.map(({source}) => source),
  }
}

/** What the provider answers counts, unless it died or never answered, or all that failed are states. */
function exitCodeOf(interactions: readonly JudgedInteraction[], crash: string | undefined): Pick<Report, 'exitCode'> {
  const failed = interactions.filter(({outcome}) => outcome === 'failed')
  const isAllOf = (some: readonly JudgedInteraction[], rule: PactCheck) =>
    some.every(({mismatches}) => mismatches.length > 0 && mismatches.every(each => each.rule === rule))
  if (failed.length === 0) return {}
  if (crash !== undefined || isAllOf(interactions, 'pact/no-response')) return {exitCode: pactExitCodes.provider}
  return isAllOf(failed, 'pact/provider-state') ? {exitCode: pactExitCodes.providerState} : {}
}

function summaryOf({interactions, found, providerName, durationMs}: Verification): string {
  const count = (outcome: JudgedInteraction['outcome']) =>
    interactions.filter(interaction => interaction.outcome === outcome).length
  const pacts = `${found.pacts.length} ${found.pacts.length === 1 ? 'pact' : 'pacts'}`
  const pending = count('pending') > 0 ? `, ${count('pending')} pending failed` : ''
  const said =
    count('failed') > 0
      ? `${count('failed')} of ${interactions.length} interactions failed`
      : `${count('passed')} of ${interactions.length} interactions verified`
  return `${said}${pending} for provider "${providerName}" (${pacts}, ${showDuration(durationMs)}).`
}

function findingsOf({mismatches, outcome, pact}: JudgedInteraction): Finding[] {
  return mismatches.map(({rule, message, location, fix}) => ({
    rule,
    severity: outcome === 'pending' ? 'info' : 'error',
    message: `${pact.consumer}: ${message}`,
    location,
    ...(fix !== undefined && {fix}),
  }))
}

function lineOf({interaction, pact, outcome, durationMs, mismatches, exchange}: JudgedInteraction): Line {
  const given =
    interaction.states.length > 0 ? `, given ${interaction.states.map(state => `"${state}"`).join(' and ')}` : ''
  const text = `${interaction.description} · ${pact.consumer}${given} (${showDuration(durationMs)})`
  if (outcome === 'passed') return {mark: 'good', text}
  return {
    mark: outcome === 'failed' ? 'bad' : 'doubtful',
    text: outcome === 'pending' ? `${text} – ${pact.origin?.wip ? 'work in progress' : 'pending'}, may fail` : text,
    details: [
      ...(pact.origin?.reasons ?? []).flatMap(reason => reason.split('\n').slice(0, 1)),
      ...mismatches.flatMap(({message, fix}) => [message, ...(fix ? [`fix: ${fix}`] : [])]),
      ...(exchange ? [`$ ${curlOf(exchange)}`] : []),
      ...(exchange?.status === undefined ? [] : [`answered ${exchange.status}${bodyOf(exchange.responseBody)}`]),
    ],
  }
}

function bodyOf(body: string | undefined): string {
  const text = (body ?? '').replaceAll(/[\u0000-\u001F\u007F]+/g, ' ').trim()
  return text === '' ? '' : `: ${text.length > 300 ? `${text.slice(0, 299)}…` : text}`
}

function linesOfLeft({notReached, notChosen}: Verification): Line[] {
  return [
    ...(notReached > 0
      ? [{mark: 'plain' as const, text: `${counted(notReached, 'interaction')} behind the failure: not verified.`}]
      : []),
    ...(notChosen > 0
      ? [{mark: 'plain' as const, text: `${counted(notChosen, 'interaction')} not chosen: left out.`}]
      : []),
  ]
}

function linesOfOthers({others, strangers}: FoundPacts, providerName: string): Line[] {
  return [
    ...others.map(({source, provider}) => ({
      mark: 'plain' as const,
      text: `${source.path} is for provider "${provider}", not for "${providerName}": left out.`,
    })),
    ...strangers.map(path => ({mark: 'plain' as const, text: `${path} is not a pact: left out.`})),
  ]
}

function crashLines(provider: Provider | undefined, crash: string | undefined): Line[] {
  if (crash === undefined || !provider?.process) return []
  const details = provider.process.tail().map(line => `| ${line}`)
  return [{mark: 'bad', text: `The provider ${crash} during the verification.`, details}]
}

function dataOf(verification: Verification) {
  const {providerName, provider, found, interactions, engine, durationMs, notReached, notChosen, published} =
    verification
  return {
    provider: {
      name: providerName,
      url: provider?.url ?? null,
      started: provider?.process !== undefined,
      readyAfterMs: provider?.readyAfterMs ?? null,
    },
    pacts: found.pacts.map(pact => ({
      path: pact.source.path,
      consumer: pact.consumer,
      interactions: pact.interactions.length,
      ...(pact.origin && {title: pact.origin.title, pending: pact.origin.pending, wip: pact.origin.wip}),
    })),
    ...(notReached > 0 && {notReached}),
    ...(notChosen > 0 && {notChosen}),
    ...(published !== undefined && {published}),
    interactions: interactions.map(({pact, interaction, outcome, durationMs: took, mismatches, exchange}) => ({
      pact: pact.source.path,
      line: pact.locate(interaction.place).start.line,
      consumer: pact.consumer,
      description: interaction.description,
      states: interaction.states,
      outcome,
      durationMs: took,
      ...(exchange && {
        request: {method: exchange.method, url: exchange.url, curl: curlOf(exchange)},
        status: exchange.status ?? null,
      }),
      mismatches: mismatches.map(({rule, message, path, expected, actual}) => ({
        rule,
        message,
        path,
        expected,
        actual,
      })),
    })),
    engine,
    durationMs,
  }
}
