import {memberOf, textOf} from '../pacts/json-text.js'
import type {PactFile} from '../pacts/pact-file.js'
import type {JudgedInteraction, Mismatch} from '../verify/judge.js'
import type {Broker} from './broker.js'
import type {ApplicationVersion} from './version.js'

/** Tells the broker how a version of the provider did with each pact, and with each of its interactions. */
export async function publishResults(
  broker: Broker,
  interactions: readonly JudgedInteraction[],
  {provider, version, mesh}: {readonly provider: string; readonly version: ApplicationVersion; readonly mesh: string},
): Promise<number> {
  // A version is on a branch only when that is said before its results come.
  if (version.branch !== undefined)
    await broker.put(
      await broker.address('pb:pacticipant-branch-version', {
        pacticipant: provider,
        branch: version.branch,
        version: version.number,
      }),
      {},
    )
  const byPact = new Map<PactFile, JudgedInteraction[]>()
  for (const each of interactions) byPact.set(each.pact, [...(byPact.get(each.pact) ?? []), each])
  let published = 0
  for (const [{origin}, own] of byPact) {
    if (origin?.results === undefined) continue
    await broker.post(origin.results, {
      success: own.every(({outcome}) => outcome === 'passed'),
      providerApplicationVersion: version.number,
      ...(version.buildUrl !== undefined && {buildUrl: version.buildUrl}),
      testResults: own.map(testResultOf),
      verifiedBy: {implementation: 'mesh', version: mesh},
    })
    published++
  }
  return published
}

function testResultOf({interaction, outcome, mismatches}: JudgedInteraction): object {
  const id = textOf(memberOf(interaction.node, '_id'))
  return {
    ...(id !== undefined && {interactionId: id}),
    interactionDescription: interaction.description,
    success: outcome === 'passed',
    ...(mismatches.length > 0 && {mismatches: mismatches.map(mismatchOf)}),
  }
}

/** The broker's own words: `status`, `header` and `body`, with a path for the last two. */
function mismatchOf({rule, path, message}: Mismatch): object {
  const [attribute] = rule.replace('pact/', '').split('-')
  return {
    ...(['status', 'header', 'body', 'metadata'].includes(attribute ?? '') && {attribute}),
    ...(path !== undefined && {identifier: path}),
    description: message,
  }
}
