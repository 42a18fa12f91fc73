import {pactFailure} from '../exit-codes.js'
import type {KnownPact} from '../graph/dependency.js'
import {indentJson} from '../pacts/indent-json.js'
import {readPact} from '../pacts/pact-file.js'
import type {Broker} from './broker.js'
import {linksOf, listOf, partOf} from './resource.js'

/** The newest pact of each consumer and provider that the broker knows, with how its last verification ended. */
export async function latestPacts(broker: Broker): Promise<KnownPact[]> {
  const listed = listOf(await broker.get(await broker.address('pb:latest-pact-versions')), 'pacts')
  const known: KnownPact[] = []
  // One after another: a broker with a thousand pacts must not get a thousand requests at once.
  for (const each of listed) {
    const links = linksOf(each, 'self')
    const address = links.at(-1)?.href
    if (address === undefined) continue
    const text = await broker.text(address)
    const pact = readPact({path: address, text: indentJson(text)})
    // Contracts of another kind may be kept there, too.
    if (!pact) continue
    const [results] = linksOf(partOf({content: JSON.parse(text)}, 'content'), 'pb:latest-verification-results')
    const result = results && (await broker.find(results.href))
    known.push({
      pact,
      state: result === undefined ? 'never verified' : result['success'] === true ? 'verified' : 'failed',
    })
  }
  if (known.length > 0) return known
  throw pactFailure('nothing', 'The Pact Broker has no pacts.', 'Publish some: mesh pact publish.')
}
