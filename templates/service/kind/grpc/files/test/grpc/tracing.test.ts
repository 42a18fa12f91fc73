import {credentials} from '@grpc/grpc-js'
import {afterEach, beforeEach, expect, test} from 'vitest'
import {readGrpcContract} from '../../src/platform/grpc/contract.js'
import {createGrpcUpstream} from '../../src/platform/grpc/grpc-upstream.js'
import {createLogger} from '../../src/platform/logging/logger.js'
import {createMetrics} from '../../src/platform/metrics/metrics.js'
import {type SpanBeginning, type SpanOutcome, useTracer} from '../../src/platform/tracing/tracer.js'
import {until} from '../process.js'
import {startService, type TestService} from '../service.js'
import {connect, ending, grpcAddress, serviceName} from './client.js'

interface Recorded extends SpanBeginning {
  outcome?: SpanOutcome
}

const traceId = '0af7651916cd43dd8448eb211c80319c'
const traceparent = `00-${traceId}-b7ad6b7169203331-01`
let spans: Recorded[]
let service: TestService
let client: ReturnType<typeof connect>

beforeEach(async () => {
  spans = []
  useTracer({
    start(beginning) {
      const recorded: Recorded = beginning
      const place = spans.push(recorded)
      return {
        position: {traceId: beginning.parent?.traceId ?? traceId, parentId: `${place}`.padStart(16, 'a'), flags: '01'},
        end(outcome) {
          expect(recorded.outcome).toBeUndefined()
          recorded.outcome = outcome
        },
      }
    },
  })
  service = await startService()
  client = connect(service)
})
afterEach(async () => {
  client.close()
  await service.close()
  useTracer(undefined)
})

/** Whoever called may hear of the end before the server is done with it. */
const ended = (count: number) => until(() => spans.filter(({outcome}) => outcome).length === count)

test('a call is a span in the trace of its caller, and ends with its status', async () => {
  await client.call('ListWorkItems', {}, {metadata: {traceparent, 'x-correlation-id': 'flow-7'}})
  await client.call('GetWorkItem', {id: 'nobody'})
  await ended(2)
  expect(spans).toMatchObject([
    {
      name: `${serviceName}/ListWorkItems`,
      kind: 'server',
      parent: {traceId, parentId: 'b7ad6b7169203331'},
      attributes: {
        'rpc.system': 'grpc',
        'rpc.service': serviceName,
        'rpc.method': 'ListWorkItems',
        'correlation.id': 'flow-7',
      },
      outcome: {failed: false, attributes: {'rpc.grpc.status_code': 0}},
    },
    // What the caller did wrong is no failure of the server.
    {parent: undefined, outcome: {failed: false, attributes: {'rpc.grpc.status_code': 5}}},
  ])
})

test('a stream is one span, however it ends', async () => {
  const stream = await client.download('WatchWorkItems', {}, {within: 100})
  expect((await ending(stream)).code).toBe('DEADLINE_EXCEEDED')
  // The client looks at a clock of its own: when it is ahead, it has gone (1) before its time is over here (4).
  await ended(1)
  expect(spans).toHaveLength(1)
  const {failed, attributes} = spans[0]?.outcome ?? {}
  expect([
    [false, 1],
    [true, 4],
  ]).toContainEqual([failed, attributes?.['rpc.grpc.status_code']])
})

test('a call to another service is a span that it goes on from', async () => {
  const folder = new URL('../../contracts/', import.meta.url)
  const upstream = createGrpcUpstream({
    name: 'items',
    address: grpcAddress(service),
    contract: readGrpcContract(folder, ['example/work_items/v1/work_item_service.proto']).service(serviceName),
    service: 'test',
    metrics: createMetrics(),
    logger: createLogger({service: 'test', version: '0', level: 'silent'}),
    channel: credentials.createInsecure(),
  })
  const answer = await upstream.call({method: 'GetWorkItem', message: {id: 'x'}})
  expect(answer).toMatchObject({ok: false, status: 'UNAUTHENTICATED'})
  await upstream.close()
  await ended(2)
  expect(spans).toMatchObject([
    {kind: 'client', attributes: {'peer.service': 'items'}, outcome: {failed: true}},
    {kind: 'server', parent: {parentId: 'aaaaaaaaaaaaaaa1'}, outcome: {failed: false}},
  ])
})
