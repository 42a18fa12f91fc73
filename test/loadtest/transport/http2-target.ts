import {readFileSync} from 'node:fs'
import http2, {type Http2Server, type ServerHttp2Session, type ServerHttp2Stream} from 'node:http2'
import type {AddressInfo} from 'node:net'

const root = 'test/fixtures/tls'
const [key, cert] = ['key.pem', 'cert.pem'].map(name => readFileSync(`${root}/${name}`))

export type Answer = (stream: ServerHttp2Stream, headers: http2.IncomingHttpHeaders, index: number) => void

export interface Http2Target {
  readonly url: string
  readonly sessions: ServerHttp2Session[]
  /** Requests, those of the pre-flight among them, and the most that were under way at once on one connection. */
  readonly seen: {requests: number; together: number}
  stop(): void
}

export const ok: Answer = stream => {
  stream.respond({':status': 200, 'content-type': 'application/json'})
  stream.end('{}')
}

/** A target that speaks HTTP/2 and nothing else. */
export async function startHttp2(
  answer: Answer = ok,
  options: http2.SecureServerOptions & {readonly plain?: boolean} = {},
): Promise<Http2Target> {
  const {plain = false, ...rest} = options
  const server: Http2Server = plain
    ? http2.createServer(rest)
    : http2.createSecureServer({key, cert, allowHTTP1: false, ...rest})
  const sessions: ServerHttp2Session[] = []
  const seen = {requests: 0, together: 0}
  server.on('session', session => {
    sessions.push(session)
    session.on('error', () => {})
    let open = 0
    session.on('stream', (stream, headers) => {
      seen.together = Math.max(seen.together, ++open)
      stream.on('error', () => {})
      stream.on('close', () => open--)
      answer(stream, headers, seen.requests++)
    })
  })
  server.on('sessionError', () => {})
  await new Promise<void>(done => server.listen(0, '127.0.0.1', done))
  // It listens on a port.
  const {port} = server.address() as AddressInfo
  return {
    url: `${plain ? 'http' : 'https'}://localhost:${port}`,
    sessions,
    seen,
    stop() {
      for (const session of sessions) session.destroy()
      server.close()
    },
  }
}
