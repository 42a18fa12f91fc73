import {MeshError} from '../../core/errors.js'
import {type FoundPacts, mustBeVerifiable} from '../pacts/find-pacts.js'
import {indentJson} from '../pacts/indent-json.js'
import {type PactFile, type PactOrigin, readPact} from '../pacts/pact-file.js'
import type {Broker} from './broker.js'
import {linksOf, listOf, partOf, type Resource, textAt} from './resource.js'

/** Which pacts of a provider the broker is to give. */
export interface PactsQuestion {
  readonly provider: string | undefined
  /** The branch of the provider's version; pacts that a version of it has verified are not pending. */
  readonly branch: string | undefined
  /** As the broker has them: https://docs.pact.io/pact_broker/advanced_topics/consumer_version_selectors. */
  readonly selectors: readonly object[]
  /** Whether a pact that was never verified successfully may fail. */
  readonly pending: boolean
  /** New pacts of other branches since this day, as `2026-01-31`, are tried as well. */
  readonly wipSince: string | undefined
}

/** What a deploy would meet: main branches, the branch of the same name, and whatever is in use somewhere. */
export const usualSelectors: readonly object[] = [
  {mainBranch: true},
  {matchingBranch: true},
  {deployedOrReleased: true},
]

/** Asks the broker which pacts the provider has to verify, and reads them. */
export async function pactsForVerification(broker: Broker, question: PactsQuestion): Promise<FoundPacts> {
  const {provider, branch, selectors, pending, wipSince} = question
  if (provider === undefined)
    throw new MeshError(
      'It is not said which provider is verified.',
      'Use --provider, or the key "pact.provider" of mesh.yaml.',
    )
  const address = await broker.address('pb:provider-pacts-for-verification', {provider})
  const answer = await broker.post(address, {
    // The broker refuses to look for a branch that it is not told.
    consumerVersionSelectors: selectors.filter(each => branch !== undefined || !('matchingBranch' in each)),
    includePendingStatus: pending,
    ...(wipSince !== undefined && {includeWipPactsSince: wipSince}),
    ...(branch !== undefined && {providerVersionBranch: branch}),
  })
  const listed = listOf(answer, '_embedded', 'pacts')
  const pacts = await Promise.all(listed.map(each => readListed(broker, each)))
  for (const pact of pacts) mustBeVerifiable(pact)
  return {provider, pacts, others: [], strangers: []}
}

async function readListed(broker: Broker, listed: Resource): Promise<PactFile> {
  const [self] = linksOf(listed, 'self')
  if (!self) throw new Error('The broker lists a pact without an address.')
  const content = await broker.text(self.href)
  const resource = partOf({content: JSON.parse(content)}, 'content')
  const properties = partOf(listed, 'verificationProperties')
  const origin: PactOrigin = {
    title: self.name ?? self.href,
    pending: properties['pending'] === true,
    wip: properties['wip'] === true,
    reasons: listOf(properties, 'notices')
      .filter(notice => textAt(notice, 'when') === 'before_verification')
      .map(notice => textAt(notice, 'text') ?? ''),
    results: linksOf(resource, 'pb:publish-verification-results')[0]?.href,
  }
  // People open it: the page of the pact, without what the broker adds to find its way back.
  const path = (linksOf(resource, 'pb:pact-version')[0]?.href ?? self.href).replace(/\/metadata\/[^/]*$/, '')
  const pact = readPact({path, text: indentJson(content)}, origin)
  if (!pact) throw new MeshError(`"${self.href}" is not a pact.`, 'Publish the pact anew.')
  return pact
}
