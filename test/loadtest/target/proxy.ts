import {createServer} from 'node:http'
import {type AddressInfo, connect} from 'node:net'

/** A proxy of HTTP that leads every name to this machine. */
export interface RunningProxy {
  readonly url: string
  /** Who asked for what (CONNECT). */
  readonly asked: {readonly authority: string; readonly authorization: string | undefined}[]
  /** With a status it refuses everybody. */
  refuseWith(status: number | undefined): void
  stop(): void
}

/** Starts a proxy on a free port. */
export async function startProxy(): Promise<RunningProxy> {
  const asked: {authority: string; authorization: string | undefined}[] = []
  let refusal: number | undefined
  const server = createServer((_, response) => response.writeHead(400).end())
  server.on('connect', ({url: authority = '', headers}, client, head) => {
    asked.push({authority, authorization: headers['proxy-authorization']})
    client.on('error', () => {})
    if (refusal !== undefined) {
      client.end(`HTTP/1.1 ${refusal} No\r\n\r\n`)
      return
    }
    const upstream = connect(Number(authority.split(':').at(-1)), '127.0.0.1', () => {
      client.write('HTTP/1.1 200 Connection established\r\nVia: test\r\n\r\n')
      upstream.write(head)
      upstream.pipe(client).pipe(upstream)
    })
    upstream.on('error', () => client.destroy())
    client.on('close', () => upstream.destroy())
  })
  await new Promise<void>(done => server.listen(0, '127.0.0.1', done))
  // It listens on a port.
  const {port} = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    asked,
    refuseWith(status) {
      refusal = status
    },
    stop() {
      server.closeAllConnections()
      server.close()
    },
  }
}
