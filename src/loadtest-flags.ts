import {Flags} from '@oclif/core'
import type {LoadTestRequest} from './loadtest/source/request.js'

const repeated = {multiple: true, multipleNonGreedy: true} as const

/** Who sends it. */
export const credentialFlags = {
  auth: Flags.string({
    helpValue: 'token:NAME',
    summary:
      'Prove who sends: token:NAME, token-file:PATH, api-key:NAME, client-credentials:URL or development. NAME is a variable of the environment.',
  }),
  scope: Flags.string({helpValue: 'orders:read', summary: 'The scopes that a token of --auth asks for.'}),
}

/** What is sent, and how fast: of every command that makes, shows or hands on a load. */
export const loadFlags = {
  contract: Flags.string({
    helpValue: 'FILE',
    summary: 'Send the operations of an OpenAPI file: GET, and what it marks safe.',
  }),
  har: Flags.string({helpValue: 'FILE', summary: 'Send the requests of a recording, as browsers save it.'}),
  scenario: Flags.string({
    helpValue: 'FILE',
    summary: 'Play the scenarios of a YAML file: steps, captures, data, pauses.',
  }),
  ...credentialFlags,
  path: Flags.string({
    ...repeated,
    helpValue: '/x',
    summary: 'Send this path; may be repeated. "HEAD /x" is possible.',
  }),
  'allow-writes': Flags.boolean({
    summary: 'Send POST, PUT, PATCH and DELETE, too, not only where the contract says "x-loadtest: safe".',
  }),
  rate: Flags.string({
    char: 'r',
    helpValue: '200/s',
    summary: 'Requests, or with --scenario users who come, per second or minute [default: 50/s].',
  }),
  duration: Flags.string({char: 'd', default: '10s', helpValue: '5s|2m', summary: 'How long requests are sent.'}),
  stage: Flags.string({
    ...repeated,
    exclusive: ['duration'],
    helpValue: '30s:200/s',
    summary: 'Change the rate evenly to this one; may be repeated. The first begins with --rate, or nothing.',
  }),
  warmup: Flags.string({default: '0s', helpValue: '5s', summary: 'Send so long before figures are taken.'}),
  connections: Flags.integer({char: 'c', helpValue: '50', summary: 'The most connections that are open at once.'}),
  http2: Flags.boolean({summary: 'Speak HTTP/2; without TLS by prior knowledge.'}),
  proxy: Flags.string({
    helpValue: 'URL',
    summary: 'Go through this proxy [default: HTTPS_PROXY or HTTP_PROXY, unless NO_PROXY has the host].',
  }),
  production: Flags.string({
    helpValue: 'HOST',
    summary: 'Load a target that looks like production: its host, typed once more.',
  }),
  timeout: Flags.string({default: '10s', helpValue: '10s', summary: 'When a missing answer becomes an error.'}),
  header: Flags.string({
    ...repeated,
    char: 'H',
    helpValue: 'NAME: VALUE',
    summary: 'Header to send; may be repeated.',
  }),
}

/** What is demanded of the target. */
export const objectiveFlags = {
  threshold: Flags.string({...repeated, char: 't', helpValue: 'p95<50ms', summary: 'Objective; may be repeated.'}),
  slo: Flags.string({...repeated, helpValue: 'FILE', summary: 'Judge by the objectives of an OpenSLO file, too.'}),
  abort: Flags.string({
    ...repeated,
    helpValue: 'errors<20%',
    summary: 'Objective that ends the run as soon as it is surely missed; may be repeated.',
  }),
  conformance: Flags.boolean({
    summary: 'Hold up to 100 answers in a second against the contract, too, and fail for those that do not keep to it.',
  }),
}

/** Where figures go beside the report. */
export const exportFlags = {
  export: Flags.string({
    ...repeated,
    helpValue: 'otlp[=URL]|prometheus=URL',
    summary:
      'Send the figures there when the run is over, by OTLP/HTTP or Prometheus remote write; may be repeated. OTEL_EXPORTER_OTLP_ENDPOINT and MESH_REMOTE_WRITE_URL stand for the URL.',
  }),
}

type Repeated = 'path' | 'header' | 'stage' | 'threshold' | 'abort' | 'export'

type GivenFlags = Omit<
  LoadTestRequest,
  'target' | 'mode' | 'paths' | 'headers' | 'stages' | 'thresholds' | 'aborts' | 'exports'
> & {
  readonly [flag in Repeated]?: readonly string[] | undefined
} & {readonly mode?: LoadTestRequest['mode']}

/** The request that the flags of a command are. */
export function loadTestRequest(target: string, flags: GivenFlags): LoadTestRequest {
  return {
    ...flags,
    target,
    // Users are a closed loop, too.
    mode: flags.users === undefined ? (flags.mode ?? 'slo') : 'max',
    stages: flags.stage ?? [],
    paths: flags.path ?? [],
    headers: flags.header ?? [],
    thresholds: flags.threshold ?? [],
    aborts: flags.abort ?? [],
    exports: flags.export ?? [],
  }
}
