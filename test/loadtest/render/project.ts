import {mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {dirname, join} from 'node:path'
import {parseConfig} from '../../../src/config/load.js'
import type {Project} from '../../../src/loadtest/planned-load.js'
import type {LoadTestRequest} from '../../../src/loadtest/source/request.js'

export const contract = `openapi: 3.1.0
info: {title: Orders, version: 1.0.0}
servers: [{url: /api}]
x-slo: {latency: {p95: 50ms}, errorRate: 0.1%, rate: 40/s}
paths:
  /v1/orders:
    get:
      operationId: listOrders
      x-slo: {weight: 3, latency: {p99: 80ms}}
      responses: {'200': {description: ok}}
    post:
      x-loadtest: safe
      parameters: [{name: Idempotency-Key, in: header, required: true, schema: {type: string}}]
      requestBody: {content: {application/json: {example: {a: 1}}}}
      responses: {'201': {description: ok}}
  /v1/orders/{id}:
    get:
      parameters: [{$ref: 'shared/parameters.yaml#/id'}]
      responses: {'200': {description: ok}}
`

export const sharedParameters =
  'id: {name: id, in: path, required: true, schema: {type: string}, examples: {a: {value: a1}, b: {value: b2}}}\n'

/** What a target has more, for a server that asks for a certificate. */
export const clientTls = '      tls: {ca: ca.pem, cert: client.pem, key: client.key}'

/** A project with a target, its contract of two files and a secret that the environment has. */
export class RenderProject {
  readonly root = mkdtempSync(join(tmpdir(), 'mesh-render-'))
  readonly #text: string

  constructor(more = '') {
    this.#text = `loadtest:
  targets:
    staging:
      url: http://orders.shop.svc.cluster.local:8080
      contract: contracts/openapi.yaml
      headers: {Authorization: 'Bearer \${STAGING_TOKEN}'}
${more}
    local: {url: 'http://127.0.0.1:3000'}
  thresholds: [p50<40ms]
`
    this.write('mesh.yaml', this.#text)
    this.write('contracts/openapi.yaml', contract)
    this.write('contracts/shared/parameters.yaml', sharedParameters)
  }

  write(path: string, text: string): void {
    mkdirSync(dirname(join(this.root, path)), {recursive: true})
    writeFileSync(join(this.root, path), text)
  }

  get project(): Project {
    const path = join(this.root, 'mesh.yaml')
    return {config: parseConfig(this.#text, path), root: this.root, configSource: {path, text: this.#text}}
  }

  remove(): void {
    rmSync(this.root, {recursive: true, force: true})
  }
}

export function requestOf(request: Partial<LoadTestRequest> = {}): LoadTestRequest {
  return {
    target: 'staging',
    paths: [],
    headers: [],
    duration: '10s',
    warmup: '0s',
    timeout: '10s',
    thresholds: [],
    mode: 'slo',
    ...request,
  }
}

/** The flags that a request was made of. */
export function flagsOf({target: _, mode: _mode, ...request}: LoadTestRequest) {
  const {paths, headers, stages, thresholds, aborts, ...others} = request
  return {...others, path: paths, header: headers, stage: stages, threshold: thresholds, abort: aborts}
}
