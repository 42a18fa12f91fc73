import {MeshError} from '../../core/errors.js'
import {pactFailure} from '../exit-codes.js'
import {indentJson} from '../pacts/indent-json.js'
import {type PactFile, readPact} from '../pacts/pact-file.js'
import {brokerAddress} from './address.js'
import {openBroker} from './broker.js'

/** Reads the pact at an address; where that is the broker of the environment, with the credentials for it. */
export async function fetchPact(address: string): Promise<PactFile> {
  if (!URL.canParse(address)) throw new MeshError(`"${address}" is no address.`, 'Name a file, a folder or an address.')
  const {origin} = new URL(address)
  const own = process.env['PACT_BROKER_BASE_URL'] ?? ''
  const isOwn = URL.canParse(own) && new URL(own).origin === origin
  const {url, authorization} = brokerAddress({url: address, env: isOwn ? process.env : {}})
  const server = openBroker({url: origin, authorization}, new AbortController().signal)
  try {
    const text = await server.text(`${url}${new URL(address).search}`)
    const pact = readPact({path: url, text: indentJson(text)})
    if (pact) return pact
    throw pactFailure(
      'unreadable',
      `"${url}" is not a pact: it has no consumer, provider and interactions.`,
      'Name the address of a pact itself, not of the page that shows it.',
    )
  } finally {
    await server.close()
  }
}
