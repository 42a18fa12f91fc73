import {Flags} from '@oclif/core'
import {credentialFlags} from './loadtest-flags.js'

const repeated = {multiple: true, multipleNonGreedy: true} as const

/** Who asks, and for what. */
const asking = {
  contract: Flags.string({
    helpValue: 'FILE',
    summary: 'An OpenAPI file: paths of its GET operations, what may be written, what is deprecated, limits.',
  }),
  ...credentialFlags,
  path: Flags.string({...repeated, helpValue: '/x', summary: 'A path that answers with success; may be repeated.'}),
  header: Flags.string({
    ...repeated,
    char: 'H',
    helpValue: 'NAME: VALUE',
    summary: 'Header to send, such as the credentials; may be repeated.',
  }),
  'other-header': Flags.string({
    ...repeated,
    helpValue: 'NAME: VALUE',
    summary: 'Header of a second caller, who may do the same; may be repeated.',
  }),
  'denied-header': Flags.string({
    ...repeated,
    helpValue: 'NAME: VALUE',
    summary: 'Header of a caller who is known and may do nothing; may be repeated.',
  }),
  timeout: Flags.string({default: '10s', helpValue: '10s', summary: 'How long a request may take.'}),
}

/** What single checks are about. */
const subjects = {
  origin: Flags.string({
    helpGroup: 'CHECKS',
    helpValue: 'URL',
    summary: 'cors: an origin that browsers may call from.',
  }),
  graphql: Flags.string({helpGroup: 'CHECKS', helpValue: '/graphql', summary: 'graphql-*: path of the endpoint.'}),
  'graphql-query': Flags.string({
    helpGroup: 'CHECKS',
    helpValue: 'QUERY',
    dependsOn: ['graphql'],
    summary: 'graphql-latency: what is asked [default: { __typename }].',
  }),
  direct: Flags.string({helpGroup: 'CHECKS', helpValue: 'URL', summary: 'overhead: the service without the gateway.'}),
  budget: Flags.string({
    ...repeated,
    helpGroup: 'CHECKS',
    helpValue: 'p95<5ms',
    dependsOn: ['direct'],
    summary: 'overhead: what the gateway may add; may be repeated [default: x-slo.gatewayOverhead, else 50 ms].',
  }),
  'public-path': Flags.string({
    helpGroup: 'CHECKS',
    helpValue: '/x',
    summary: 'token-overhead: a path that does the same as --path for everybody.',
  }),
  grpc: Flags.string({helpGroup: 'CHECKS', helpValue: 'URL', summary: 'grpc: a gRPC service.'}),
  'grpc-method': Flags.string({
    helpGroup: 'CHECKS',
    helpValue: 'PACKAGE.SERVICE/METHOD',
    dependsOn: ['grpc'],
    summary: 'grpc: what is called, with no fields [default: grpc.health.v1.Health/Check].',
  }),
  plain: Flags.string({
    helpGroup: 'CHECKS',
    helpValue: 'URL',
    summary: 'tls: the gateway at its port of plain HTTP, which is to redirect.',
  }),
  metrics: Flags.string({
    helpGroup: 'CHECKS',
    helpValue: 'URL',
    summary: 'metrics: the figures of the service, such as http://127.0.0.1:9090/metrics.',
  }),
  limit: Flags.string({
    helpGroup: 'CHECKS',
    helpValue: '100/60s',
    summary: 'limits: what is promised [default: as the contract or the headers say].',
  }),
  burst: Flags.integer({
    helpGroup: 'CHECKS',
    helpValue: '200',
    dependsOn: ['limit'],
    summary: 'limits: the limit is a token bucket, with so many at once.',
  }),
  rate: Flags.string({
    char: 'r',
    helpGroup: 'CHECKS',
    helpValue: '100/s',
    summary: 'What measures: requests per second [default: 100/s]; of overload the load that it is made for.',
  }),
  duration: Flags.string({
    char: 'd',
    helpGroup: 'CHECKS',
    helpValue: '10s',
    summary: 'What measures: for how long [default: 10s].',
  }),
}

/** What single checks may do to others. */
const permissions = {
  production: Flags.string({
    helpGroup: 'PERMISSIONS',
    helpValue: 'HOST',
    summary: 'Try a target that looks like production: its host, typed once more.',
  }),
  'allow-writes': Flags.boolean({
    helpGroup: 'PERMISSIONS',
    summary: 'Send POST, PUT, PATCH and DELETE of the contract, too, not only where it says "x-loadtest: safe".',
  }),
  destructive: Flags.boolean({
    helpGroup: 'PERMISSIONS',
    summary: 'Run what disturbs others, too: it uses up a limit, loads twice as much, or makes a service fail.',
  }),
  fault: Flags.string({
    helpGroup: 'PERMISSIONS',
    helpValue: 'COMMAND|URL',
    summary: 'breaker, timeouts, retries, readiness: told "fail", "hang" or "none", it makes the service do so.',
  }),
  'open-for': Flags.string({
    helpGroup: 'PERMISSIONS',
    helpValue: '30s',
    dependsOn: ['fault'],
    summary: 'breaker: how long it is to stay open [default: 30s].',
  }),
  'upstream-timeout': Flags.string({
    helpGroup: 'PERMISSIONS',
    helpValue: '10s',
    dependsOn: ['fault'],
    summary: 'timeouts: when the gateway is to give up [default: 10s].',
  }),
  'other-path': Flags.string({
    ...repeated,
    helpGroup: 'PERMISSIONS',
    helpValue: '/x',
    dependsOn: ['fault'],
    summary: 'breaker: a path of a service that does not fail; may be repeated.',
  }),
}

/** The flags of `mesh loadtest check`. */
export const gatewayCheckFlags = {
  check: Flags.string({
    ...repeated,
    helpValue: 'NAME',
    summary:
      'Only this one; may be repeated: health, auth, scopes, ids, errors, headers, cors, compression, tls, cache-leak, pagination, sunset, graphql-limits, body-limits, idempotency, locking, jobs, overhead, token-overhead, graphql-latency, grpc, metrics, breaker, timeouts, retries, readiness, overload, limits.',
  }),
  ...asking,
  strict: Flags.boolean({summary: 'Exit with 5 when something could not be tried.'}),
  ...subjects,
  ...permissions,
}
