import {createServer, type IncomingMessage, type Server, type ServerResponse} from 'node:http'
import type {AddressInfo} from 'node:net'
import {configSchema} from '../../../src/config/schema.js'
import type {Report} from '../../../src/core/report.js'
import {checkGateway} from '../../../src/loadtest/gateway/check-gateway.js'
import type {CheckRequest} from '../../../src/loadtest/gateway/check-request.js'

/** What a server does with a request. */
export type Handler = (request: IncomingMessage, response: ServerResponse, body: Buffer) => unknown

const servers: Server[] = []

/** Ends all servers of a test. */
export async function closeServers(): Promise<void> {
  for (const server of servers.splice(0)) {
    server.closeAllConnections()
    await new Promise(done => server.close(done))
  }
}

/** Starts a server on a free port; the handler gets the whole body. */
export async function serve(handler: Handler): Promise<string> {
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk)
    await handler(request, response, Buffer.concat(chunks))
  })
  servers.push(server)
  await new Promise<void>(done => server.listen(0, '127.0.0.1', done))
  const {port} = server.address() as AddressInfo // it listens on a port
  return `http://127.0.0.1:${port}`
}

/** Answers with JSON. */
export function json(
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): void {
  response.writeHead(status, {'content-type': 'application/json', ...headers}).end(JSON.stringify(body))
}

/** An error in the standard's form. */
export function failure(
  response: ServerResponse,
  status: number,
  code: string,
  {headers = {}, ...more}: {readonly headers?: Record<string, string>; readonly [member: string]: unknown} = {},
): void {
  const errors = [{code, message: code, severity: 'low', retryable: false, ...more}]
  json(response, status, {errors, meta: {requestId: 'r-1'}}, headers)
}

export interface Circumstances {
  readonly signal?: AbortSignal
  /** Those of mesh.yaml, and its folder. */
  readonly targets?: object
  readonly root?: string
}

/** Runs checks as the command does, with what is not said left out. */
export function check(
  target: string,
  checks: readonly string[],
  more: Partial<CheckRequest> = {},
  {signal = new AbortController().signal, targets = {}, root = process.cwd()}: Circumstances = {},
): Promise<Report> {
  const request: CheckRequest = {
    target,
    checks,
    paths: ['/orders'],
    headers: ['Authorization: Bearer ann'],
    otherHeaders: [],
    destructive: true,
    timeout: 20_000,
    rate: 200,
    duration: 1500,
    ...more,
  }
  return checkGateway(request, {config: configSchema.parse({loadtest: {targets}}), root, progress: () => {}, signal})
}

interface Told {
  readonly mark: string
  readonly text: string
  readonly figures?: Readonly<Record<string, number>>
}

function told({data}: Report): readonly Told[] {
  // As reportOf makes it.
  const checks = data?.['checks'] as {observations: Told[]}[] | undefined
  return checks?.[0]?.observations ?? []
}

/** All that a report tells of its only check, with marks. */
export function observations(report: Report): readonly string[] {
  return told(report).map(({mark, text}) => `${mark}: ${text}`)
}

/** All figures of its only check; the last one of a name counts. */
export function figuresOf(report: Report): Readonly<Record<string, number>> {
  return Object.assign({}, ...told(report).map(({figures}) => figures ?? {}))
}

/** What was found bad. */
export function faults({findings}: Report): readonly string[] {
  return findings.map(({message}) => message)
}
