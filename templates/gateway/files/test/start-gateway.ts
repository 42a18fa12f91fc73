import {mkdtemp, rm} from 'node:fs/promises'
import type {AddressInfo} from 'node:net'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {type Dispatcher, request} from 'undici'
import {createGateway, type GatewayOptions} from '../src/gateway.js'
import {openDevelopmentIssuer} from '../src/platform/auth/development-issuer.js'
import type {Readiness} from '../src/platform/health/readiness.js'
import {createLogger} from '../src/platform/logging/logger.js'
import {createMetrics, type Metrics} from '../src/platform/metrics/metrics.js'
import {readLayout} from '../src/routes/read-layout.js'
import {readSettings} from '../src/settings.js'

/** A gateway that listens on a port of its own. */
export interface TestGateway {
  readonly url: string
  readonly metrics: Metrics
  readonly readiness: Readiness
  /** Log lines so far. */
  readonly logs: readonly Readonly<Record<string, unknown>>[]
  /** Serves the routes of another gateway.yaml from now on. */
  replace(routes: string): Promise<void>
  token(scopes?: readonly string[], subject?: string, roles?: readonly string[]): Promise<string>
  /** Sends a request with a good token, unless the headers bring another one. */
  send(path: string, options?: SendOptions): Promise<Answer>
  close(): Promise<void>
}

export interface SendOptions {
  readonly method?: Dispatcher.HttpMethod
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: Dispatcher.DispatchOptions['body']
}

export interface Answer {
  readonly status: number
  readonly headers: Dispatcher.ResponseData['headers']
  readonly text: string
  /** The codes of the errors, if there are any. */
  readonly codes: readonly string[]
}

/** `routes` is the text of a gateway.yaml. */
export async function startGateway(
  routes: string,
  environment: Readonly<Record<string, string>> = {},
  {policies, service = 'gateway'}: Partial<Pick<GatewayOptions, 'policies' | 'service'>> = {},
): Promise<TestGateway> {
  const folder = await mkdtemp(join(tmpdir(), 'gateway-'))
  const file = join(folder, 'dev-issuer.json')
  const settings = readSettings({
    NODE_ENV: 'test',
    DEV_ISSUER_FILE: file,
    RATE_LIMIT_API: '100000/60',
    ...environment,
  })
  const logs: Record<string, unknown>[] = []
  const destination = {write: (line: string) => void logs.push(JSON.parse(line))}
  const logger = createLogger({service: 'gateway', version: '0.0.0', level: 'info'}, destination)
  const metrics = createMetrics()
  const options = {
    settings,
    layout: readLayout(routes, {}),
    logger,
    metrics,
    service,
    version: '0.0.0',
    ...(policies && {policies}),
  }
  const {app, readiness, replace} = await createGateway(options)
  await app.listen({host: '127.0.0.1', port: 0})
  // A server that listens on a TCP port has an address object.
  const url = `http://127.0.0.1:${(app.server.address() as AddressInfo).port}`
  const issuer = await openDevelopmentIssuer(file)
  const token = (scopes: readonly string[] = [], subject = 'ann', roles: readonly string[] = []) =>
    issuer.mint({subject, scopes, roles, lifetime: 600})
  const usual = await token()

  return {
    url,
    metrics,
    readiness,
    logs,
    replace: text => replace(readLayout(text, {})),
    token,
    async send(path, {method = 'GET', headers = {}, body = null} = {}) {
      const authorized = {authorization: `Bearer ${usual}`, ...headers}
      const answer = await request(url + path, {method, headers: authorized, body})
      return readAnswer(answer)
    },
    async close() {
      await app.close()
      await rm(folder, {recursive: true, force: true})
    },
  }
}

/** `authorization: none` in `headers` of `send` is a request without token. */
export const anonymous = {authorization: ''}

async function readAnswer({statusCode, headers, body}: Dispatcher.ResponseData): Promise<Answer> {
  const text = await body.text()
  return {status: statusCode, headers, text, codes: codesOf(text)}
}

function codesOf(text: string): readonly string[] {
  try {
    const {errors = []}: {errors?: {code: string}[]} = JSON.parse(text)
    return errors.map(({code}) => code)
  } catch {
    return []
  }
}
