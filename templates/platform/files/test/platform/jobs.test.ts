import {Registry} from 'prom-client'
import {expect, test, vi} from 'vitest'
import {currentContext} from '../../src/platform/context/request-context.js'
import {ApiError} from '../../src/platform/errors/api-error.js'
import type {JobHandler, JobRequest} from '../../src/platform/jobs/job.js'
import {createJobMetrics} from '../../src/platform/jobs/job-metrics.js'
import {createMemoryJobQueue, type MemoryJobQueueOptions} from '../../src/platform/jobs/memory-job-queue.js'
import {prefersAsync} from '../../src/platform/jobs/prefer.js'
import {createLogger} from '../../src/platform/logging/logger.js'

const request: JobRequest = {
  kind: 'count',
  owner: 'ann',
  input: 3,
  origin: {
    requestId: 'r-1',
    correlationId: 'c-1',
    traceParent: {traceId: 'a'.repeat(32), parentId: 'b'.repeat(16), flags: '01'},
    traceState: undefined,
    platform: 'service',
  },
}

function queueOf(count: JobHandler, options: Partial<MemoryJobQueueOptions> = {}) {
  const logger = createLogger({service: 'test', version: '0', level: 'silent'})
  const registry = new Registry()
  const queue = createMemoryJobQueue({logger, metrics: createJobMetrics(registry), ...options})
  queue.handle('count', count)
  const status = async (jobId: string) => (await queue.find(jobId))?.status
  return {queue, status, registry}
}

/** A handler that waits until it is let go, or told to stop. */
function held() {
  let letGo = () => {}
  const gate = new Promise<void>(resolve => {
    letGo = resolve
  })
  const handler: JobHandler = (_input, {signal}) =>
    Promise.race([
      gate.then(() => 'done'),
      new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason))),
    ])
  return {handler, letGo: () => letGo()}
}

test('a job is pending, is done with the ids of its request, tells how far it is, and has a result', async () => {
  const seen: unknown[] = []
  const {queue, status, registry} = queueOf(async (input, {progress}) => {
    seen.push(input, currentContext()?.correlationId, currentContext()?.signal.aborted)
    progress(33.9)
    seen.push((await queue.find(jobId))?.progress)
    return {counted: input}
  })
  const {jobId, status: first} = await queue.add(request)
  expect(first).toBe('pending')
  await vi.waitFor(async () => expect(await status(jobId)).toBe('completed'))
  expect(seen).toEqual([3, 'c-1', false, 33])
  const time = expect.stringMatching(/^\d{4}-.*Z$/)
  expect(await queue.find(jobId)).toMatchObject({
    progress: 100,
    result: {counted: 3},
    createdAt: time,
    startedAt: time,
    completedAt: time,
  })
  expect(await registry.metrics()).toContain('jobs_finished_total{kind="count",status="completed"} 1')
})

test('what a job throws is told like the error of a request, and nothing more', async () => {
  const failing = async (error: Error) => {
    const {queue, status} = queueOf(async () => {
      throw error
    })
    const {jobId} = await queue.add(request)
    await vi.waitFor(async () => expect(await status(jobId)).toBe('failed'))
    return (await queue.find(jobId))?.error
  }
  expect(await failing(new ApiError('UPSTREAM_TIMEOUT', 'Too late.'))).toMatchObject({code: 'UPSTREAM_TIMEOUT'})
  const internal = await failing(new Error('SELECT * FROM secrets'))
  expect(internal?.code).toBe('INTERNAL_ERROR')
  expect(JSON.stringify(internal)).not.toContain('SELECT')
})

test('so many run, so many wait, and the next is refused until there is room', async () => {
  const {handler, letGo} = held()
  const {queue, status} = queueOf(handler, {concurrent: 1, waiting: 1})
  const running = await queue.add(request)
  await vi.waitFor(async () => expect(await status(running.jobId)).toBe('processing'))
  const waiting = await queue.add(request)
  const refused = await queue.add(request).catch(error => error)
  expect(refused).toMatchObject({code: 'SERVICE_UNAVAILABLE', headers: {'retry-after': '5'}})
  expect(await status(waiting.jobId)).toBe('pending')
  letGo()
  await vi.waitFor(async () => expect(await status(waiting.jobId)).toBe('completed'))
  await queue.add(request)
})

test('a cancelled job does not begin, or stops, and stays cancelled; one that is over stays what it is', async () => {
  const {handler} = held()
  let begun = 0
  const count: JobHandler = (input, work) => {
    begun += 1
    return input === 'quick' ? Promise.resolve() : handler(input, work)
  }
  const {queue, status} = queueOf(count, {concurrent: 1})
  const running = await queue.add(request)
  const waiting = await queue.add(request)
  await vi.waitFor(async () => expect(await status(running.jobId)).toBe('processing'))
  expect((await queue.cancel(waiting.jobId))?.status).toBe('cancelled')
  expect((await queue.cancel(running.jobId))?.status).toBe('cancelled')
  const quick = await queue.add({...request, input: 'quick'})
  await vi.waitFor(async () => expect(await status(quick.jobId)).toBe('completed'))
  expect(begun).toBe(2)
  expect([await status(running.jobId), await status(waiting.jobId)]).toEqual(['cancelled', 'cancelled'])
  expect((await queue.cancel(quick.jobId))?.status).toBe('completed')
  expect(await queue.cancel('nothing')).toBeUndefined()
})

test('a job that takes too long is stopped and has failed', async () => {
  const {queue, status} = queueOf(held().handler, {longest: 20})
  const {jobId} = await queue.add(request)
  await vi.waitFor(async () => expect(await status(jobId)).toBe('failed'))
  expect((await queue.find(jobId))?.error).toMatchObject({code: 'SERVICE_UNAVAILABLE', retryable: true})
})

test('closing works off what was accepted', async () => {
  const {handler, letGo} = held()
  const {queue, status} = queueOf(handler, {concurrent: 1})
  const jobs = [await queue.add(request), await queue.add(request), await queue.add(request)]
  const closed = queue.close()
  letGo()
  await closed
  for (const {jobId} of jobs) expect(await status(jobId)).toBe('completed')
})

test('jobs that are over are forgotten, the oldest first', async () => {
  const {queue, status} = queueOf(async () => {}, {kept: 2})
  const ids: string[] = []
  for (let number = 0; number < 3; number += 1) ids.push((await queue.add(request)).jobId)
  await queue.close()
  expect(await Promise.all(ids.map(status))).toEqual([undefined, 'completed', 'completed'])
})

test.each([
  ['respond-async', true],
  ['Respond-Async; x=1, wait=10', true],
  ['return=minimal, respond-async', true],
  ['respond-asynchronously', false],
  ['handling=lenient', false],
  [undefined, false],
])('Prefer: %s', (header, expected) => {
  expect(prefersAsync(header)).toBe(expected)
})
