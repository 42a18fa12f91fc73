import {connect, type SecureVersion} from 'node:tls'
import {bad, doubtful, type GatewayCheck, type GatewayFacts, good, type Observation, pathOf} from './gateway-check.js'

/** Milliseconds for a connection. */
const patience = 5000

/** What becomes of a connection. */
type Handshake = {readonly protocol: string} | {readonly refusal: string}

export const tls: GatewayCheck = {
  name: 'tls',
  standard: ['RT-31'],
  rule: {
    id: 'loadtest/tls',
    severity: 'error',
    security: 'medium',
    summary: 'Require TLS 1.3, and that older versions are refused',
    why: 'A version that is still taken can be forced upon both sides by who sits between them.',
    fix: 'Set TLSv1_3 as the lowest version of the gateway, and let its HTTP port do nothing but redirect.',
  },
  needs: ({target}) => (target.origin.startsWith('https:') ? undefined : 'a target with https'),
  async *run(facts) {
    const newest = await handshake(facts, 'TLSv1.3', 'TLSv1.3')
    yield 'protocol' in newest ? good('TLS 1.3 is spoken.') : bad(`TLS 1.3 is refused (${newest.refusal}).`)
    for (const version of ['TLSv1.2', 'TLSv1.1', 'TLSv1'] as const) {
      const name = version === 'TLSv1' ? 'TLS 1.0' : `TLS ${version.slice(4)}`
      const older = await handshake(facts, version, version)
      if ('protocol' in older) yield bad(`${name} is taken.`)
      else if (
        /NO_PROTOCOLS_AVAILABLE|UNSUPPORTED_PROTOCOL|NO_CIPHERS/.test(older.refusal) &&
        !/ALERT/.test(older.refusal)
      )
        yield doubtful(`${name} cannot be tried: this machine does not speak it (${older.refusal}).`)
      else yield good(`${name} is refused (${older.refusal}).`)
    }
    yield await redirected(facts)
  },
}

/** Plain HTTP answers nothing but where to go. */
async function redirected(facts: GatewayFacts): Promise<Observation> {
  const {plain} = facts
  if (plain === undefined)
    return doubtful('Where plain HTTP is spoken was not given: whether it redirects was not tried. Use --plain.')
  const path = pathOf(facts)
  // Without credentials: nobody sends them in the open.
  const answer = await plain.send({path})
  const {status, headers} = answer
  const text = `Plain HTTP answers ${status} to "GET ${path}"`
  if (status !== 301 && status !== 308) return bad(`${text}; it is to redirect with 301 or 308.`, answer)
  return headers['location']?.startsWith('https://')
    ? good(`${text}, with an address of https.`)
    : bad(`${text}, but "Location" is "${headers['location'] ?? 'missing'}".`, answer)
}

function handshake({target}: GatewayFacts, minVersion: SecureVersion, maxVersion: SecureVersion): Promise<Handshake> {
  const {hostname, port} = new URL(target.origin)
  const [host = hostname] = target.addresses
  const name = hostname.replace(/^\[|\]$/g, '')
  const {secureContext: _, ...parts} = target.tls
  return new Promise(resolve => {
    const socket = connect({
      ...parts,
      host,
      port: Number(port || 443),
      // An address is no name that a certificate is asked for by.
      ...(/^[\d.]+$|:/.test(name) ? {} : {servername: name}),
      minVersion,
      maxVersion,
      // OpenSSL itself refuses older versions unless it is told to try.
      ciphers: 'DEFAULT@SECLEVEL=0',
      timeout: patience,
    })
    const end = (result: Handshake) => {
      socket.destroy()
      resolve(result)
    }
    socket.once('secureConnect', () => end({protocol: socket.getProtocol() ?? maxVersion}))
    socket.once('error', error => end({refusal: 'code' in error ? String(error.code) : error.message}))
    socket.once('timeout', () => end({refusal: 'ETIMEDOUT'}))
    socket.once('close', () => end({refusal: 'ECONNRESET'}))
  })
}
