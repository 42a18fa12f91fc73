import net, {type Socket} from 'node:net'
import tls from 'node:tls'
import type {Target} from '../target.js'
import type {Dial} from './grpc-exchange.js'

/** Connections of HTTP/2 to the addresses of a target only; certificates are always verified. */
export function grpcDial({origin, addresses, tls: clientTls}: Target, timeout: number): Dial {
  const url = new URL(origin)
  const isSecure = url.protocol === 'https:'
  const host = url.hostname.replace(/^\[|\]$/g, '')
  const port = Number(url.port || (isSecure ? 443 : 80))
  let pinned: string | undefined

  const connect = (address: string): Promise<Socket> =>
    new Promise((resolve, reject) => {
      const to = {host: address, port, timeout}
      const name = net.isIP(host) === 0 ? {servername: host} : {}
      const socket = isSecure
        ? tls.connect({...to, ...clientTls, ...name, rejectUnauthorized: true, ALPNProtocols: ['h2']})
        : net.connect({...to, noDelay: true})
      socket.once(isSecure ? 'secureConnect' : 'connect', () => {
        socket.setTimeout(0)
        pinned = address
        resolve(socket)
      })
      socket.once('error', reject)
      socket.once('timeout', () => {
        socket.destroy(Object.assign(new Error('The connection was not opened in time.'), {code: 'ETIMEDOUT'}))
      })
    })

  return async () => {
    let refusal: unknown
    for (const address of pinned === undefined ? addresses : [pinned])
      try {
        return await connect(address)
      } catch (error) {
        refusal ??= error
      }
    throw refusal
  }
}
