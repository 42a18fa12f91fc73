import {MeshError} from '../../core/errors.js'

/** Where a Pact Broker is and what it wants to see. */
export interface BrokerAddress {
  /** Without user, password and a slash at its end. */
  readonly url: string
  /** The value of the header Authorization; undefined for a broker that lets everybody in. */
  readonly authorization: string | undefined
}

/** What was said of the broker, and the environment that has the rest. */
export interface BrokerWish {
  /** A flag first, then the configuration. */
  readonly url: string | undefined
  readonly env: Readonly<Record<string, string | undefined>>
}

/**
 * The broker of a flag, of mesh.yaml or of `PACT_BROKER_BASE_URL`. Secrets come from `PACT_BROKER_TOKEN`, or
 * `PACT_BROKER_USERNAME` and `PACT_BROKER_PASSWORD`: a command line is seen by everybody on the machine.
 */
export function brokerAddress({url, env}: BrokerWish): BrokerAddress {
  const text = url ?? env['PACT_BROKER_BASE_URL']
  if (text === undefined || text === '')
    throw new MeshError(
      'It is not said where the Pact Broker is.',
      'Use --broker-url, the key "pact.broker" of mesh.yaml, or the variable PACT_BROKER_BASE_URL.',
    )
  const address = URL.canParse(text) ? new URL(text) : undefined
  if (!address || !/^https?:$/.test(address.protocol))
    throw new MeshError(
      `"${withoutPassword(text)}" is no address of a Pact Broker.`,
      'Write it like https://broker.example.com.',
    )
  const authorization = authorizationOf(address, env)
  address.username = ''
  address.password = ''
  address.search = ''
  address.hash = ''
  return {url: address.href.replace(/\/+$/, ''), authorization}
}

function authorizationOf(address: URL, env: BrokerWish['env']): string | undefined {
  const token = env['PACT_BROKER_TOKEN'] ?? ''
  const user = decodeURIComponent(address.username) || (env['PACT_BROKER_USERNAME'] ?? '')
  const password = decodeURIComponent(address.password) || (env['PACT_BROKER_PASSWORD'] ?? '')
  if (token !== '' && user !== '')
    throw new MeshError(
      'There is a token for the Pact Broker, and a user as well.',
      'Unset PACT_BROKER_TOKEN, or PACT_BROKER_USERNAME and PACT_BROKER_PASSWORD.',
    )
  if (token !== '') return `Bearer ${token}`
  if (user === '') return undefined
  return `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`
}

function withoutPassword(text: string): string {
  return text.replace(/\/\/[^/@]*@/, '//…@')
}
