import {createServer, type IncomingMessage, type RequestListener, type Server, type ServerResponse} from 'node:http'
import type {AddressInfo} from 'node:net'

/** A real server that stands in for a service. */
export interface UpstreamServer {
  readonly url: string
  readonly server: Server
  readonly port: number
  /** What has arrived, in order. */
  readonly requests: readonly IncomingMessage[]
  /** Changes what it answers. */
  answer(listener: RequestListener): void
  close(): Promise<void>
}

export async function startUpstream(listener: RequestListener = ok, port = 0): Promise<UpstreamServer> {
  const requests: IncomingMessage[] = []
  let current = listener
  const server = createServer((request, response) => {
    requests.push(request)
    current(request, response)
  })
  await new Promise<void>(resolve => server.listen(port, '127.0.0.1', resolve))
  // A server that listens on a TCP port has an address object.
  const address = server.address() as AddressInfo
  return {
    server,
    url: `http://127.0.0.1:${address.port}`,
    port: address.port,
    requests,
    answer: next => {
      current = next
    },
    close: () =>
      new Promise(resolve => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

export function ok(_request: IncomingMessage, response: ServerResponse): void {
  sendJson(response, 200, {data: {}, meta: {}})
}

export function sendJson(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, {'content-type': 'application/json'}).end(JSON.stringify(body))
}

/** A port on which nobody listens. */
export async function closedPort(): Promise<number> {
  const server = await startUpstream()
  await server.close()
  return server.port
}
