import {setTimeout as sleep} from 'node:timers/promises'
import {afterAll, beforeAll, beforeEach, describe, expect, test, vi} from 'vitest'
import {createPostgresJobQueue, type PostgresJobQueueOptions} from '../../src/jobs/postgres-job-queue.js'
import {currentContext} from '../../src/platform/context/request-context.js'
import {readTraceParent} from '../../src/platform/context/trace-parent.js'
import {ApiError} from '../../src/platform/errors/api-error.js'
import type {JobHandler, JobRequest} from '../../src/platform/jobs/job.js'
import {createJobMetrics} from '../../src/platform/jobs/job-metrics.js'
import type {JobQueue} from '../../src/platform/jobs/job-queue.js'
import {createLogger} from '../../src/platform/logging/logger.js'
import {createMetrics} from '../../src/platform/metrics/metrics.js'
import {createMigrations} from '../../src/postgres/migrations.js'
import {createTestDatabase, serverMissing, type TestDatabase} from '../postgres-server.js'

const logger = createLogger({service: 'test', version: '0', level: 'silent'})
const origin: JobRequest['origin'] = {
  requestId: '5b0f8e57-9ac0-4b39-8d3c-2f5ec6b6f0a1',
  correlationId: 'flow-7',
  traceParent: readTraceParent(undefined),
  traceState: undefined,
  platform: 'service',
  subject: 'ann',
}
const request = (input: unknown = {}): JobRequest => ({kind: 'count', owner: 'ann', input, origin})

// Against a real PostgreSQL: several instances are what this is about.
describe.skipIf(serverMissing !== undefined)(serverMissing ?? 'jobs in a database', () => {
  let server: TestDatabase
  const open: JobQueue[] = []
  beforeAll(async () => {
    server = await createTestDatabase()
    await createMigrations(server.open().tables).run()
  })
  beforeEach(async () => {
    await Promise.all(open.splice(0).map(queue => queue.close().catch(() => undefined)))
    await server.admin('truncate jobs')
  })
  afterAll(async () => {
    await Promise.all(open.map(queue => queue.close().catch(() => undefined)))
    await server.drop()
  })

  /** A queue as another instance of the service has it; it can die. */
  const instance = (handler: JobHandler, options: Partial<PostgresJobQueueOptions> = {}) => {
    const database = server.open()
    const queue = createPostgresJobQueue({database, logger, pause: 20, lease: 200, patience: 50, ...options})
    queue.handle('count', handler)
    open.push(queue)
    return {queue, die: () => database.close()}
  }
  const reaches = (queue: JobQueue, jobId: string, status: string) =>
    vi.waitFor(
      async () => {
        const job = await queue.find(jobId)
        expect(job?.status).toBe(status)
        return job
      },
      {timeout: 10_000, interval: 20},
    )
  const forEver = () => new Promise<never>(() => {})

  test('are done, and tell how far they are, in the flow of their request', async () => {
    let goOn: () => void = () => {}
    const flows: unknown[] = []
    const {queue} = instance(async (input, {progress}) => {
      flows.push(currentContext()?.correlationId, currentContext()?.subject)
      progress(40.7)
      await new Promise<void>(resolve => {
        goOn = resolve
      })
      return {given: input}
    })
    const added = await queue.add(request({to: 3}))
    expect(added).toMatchObject({kind: 'count', owner: 'ann', status: 'pending', progress: 0})
    await vi.waitFor(async () =>
      expect(await queue.find(added.jobId)).toMatchObject({status: 'processing', progress: 40}),
    )
    goOn()
    expect(await reaches(queue, added.jobId, 'completed')).toMatchObject({progress: 100, result: {given: {to: 3}}})
    expect(flows).toEqual(['flow-7', 'ann'])
    expect(await queue.find('nobody')).toBeUndefined()
  })

  test('that fail say why, like a request', async () => {
    const {queue} = instance(async input => {
      if (input === 'refused') throw new ApiError('STATE_CONFLICT', 'No.')
      throw new Error('A secret of the database.')
    })
    const [refused, broken] = [await queue.add(request('refused')), await queue.add(request('broken'))]
    expect((await reaches(queue, refused.jobId, 'failed'))?.error).toMatchObject({
      code: 'STATE_CONFLICT',
      message: 'No.',
    })
    const error = (await reaches(queue, broken.jobId, 'failed'))?.error
    expect(error?.code).toBe('INTERNAL_ERROR')
    expect(JSON.stringify(error)).not.toContain('secret')
  })

  test('are done once, whichever of many instances does them', async () => {
    const done: unknown[] = []
    const instances = [1, 2, 3].map(() => instance(async input => void done.push(input)))
    const numbers = Array.from({length: 30}, (_, number) => number)
    const added = await Promise.all(numbers.map(number => instances[number % 3]?.queue.add(request(number))))
    const [first] = instances
    for (const job of added) if (job && first) await reaches(first.queue, job.jobId, 'completed')
    expect([...done].sort((a, b) => Number(a) - Number(b))).toEqual(numbers)
  })

  test('are refused when too many wait, of all instances', async () => {
    const [one, other] = [1, 2].map(() => instance(forEver, {waiting: 2, concurrent: 1}))
    if (!one || !other) throw new Error('There is no instance.')
    const metrics = createJobMetrics(createMetrics().registry)
    const idle = instance(forEver, {concurrent: 0, waiting: 2, metrics})
    const busy = [await one.queue.add(request()), await one.queue.add(request())]
    for (const {jobId} of busy) await reaches(one.queue, jobId, 'processing')
    await one.queue.add(request())
    await other.queue.add(request())
    await expect(idle.queue.add(request())).rejects.toMatchObject({
      code: 'SERVICE_UNAVAILABLE',
      headers: {'retry-after': '5'},
    })
    await vi.waitFor(async () => expect((await metrics.waiting.get()).values).toMatchObject([{value: 2}]))
    await expect(idle.queue.add({...request(), kind: 'unknown'})).rejects.toThrow(
      'Nobody does jobs of the kind "unknown".',
    )
  })

  test('are cancelled where they wait and where they are done, also by another instance', async () => {
    const stopped: unknown[] = []
    const worker = instance(
      async (input, {signal}) => {
        signal.addEventListener('abort', () => stopped.push(input))
        await forEver()
      },
      {concurrent: 1},
    )
    const other = instance(forEver, {concurrent: 0})
    const running = await worker.queue.add(request('running'))
    await reaches(worker.queue, running.jobId, 'processing')
    const waiting = await worker.queue.add(request('waiting'))
    expect(await other.queue.cancel(waiting.jobId)).toMatchObject({status: 'cancelled'})
    expect(await other.queue.cancel(running.jobId)).toMatchObject({status: 'cancelled'})
    await vi.waitFor(() => expect(stopped).toEqual(['running']), {timeout: 5000})
    expect(await other.queue.cancel(running.jobId)).toMatchObject({status: 'cancelled'})
    expect(await other.queue.cancel('nobody')).toBeUndefined()
  })

  test('are gone on with by another instance when theirs has died, from what was noted', async () => {
    const first = instance(async (_input, {memory}) => {
      await memory.write({done: 7})
      await forEver()
    })
    const {jobId} = await first.queue.add(request())
    await vi.waitFor(async () => expect(await server.admin('select memory from jobs')).toEqual([{memory: {done: 7}}]))
    await first.die()
    const second = instance(async (_input, {memory}) => memory.read())
    expect(await reaches(second.queue, jobId, 'completed')).toMatchObject({result: {done: 7}})
  })

  test('of one that was thought dead are not ended by it', async () => {
    let goOn: () => void = () => {}
    const slow = instance(
      async () => {
        await new Promise<void>(resolve => {
          goOn = resolve
        })
        return 'late'
      },
      {concurrent: 1},
    )
    const {jobId} = await slow.queue.add(request())
    await reaches(slow.queue, jobId, 'processing')
    // As when the process had stood still for longer than its lease.
    await server.admin(`update jobs set version = version + 1, status = 'completed', result = '"in time"'`)
    goOn()
    await sleep(100)
    expect(await slow.queue.find(jobId)).toMatchObject({status: 'completed', result: 'in time'})
  })

  test('that kill their process each time are given up', async () => {
    const {queue} = instance(forEver, {concurrent: 0})
    const {jobId} = await queue.add(request())
    await server.admin(`update jobs set attempts = 3, status = 'processing', leased_until = now()`)
    const other = instance(async () => 'never')
    const job = await reaches(other.queue, jobId, 'failed')
    expect(job?.error).toMatchObject({code: 'INTERNAL_ERROR'})
  })

  test('are given back when the service stops before they are done', async () => {
    const first = instance(
      (_input, {signal}) =>
        new Promise((_resolve, reject) => {
          signal.addEventListener('abort', () => reject(signal.reason))
        }),
    )
    const {jobId} = await first.queue.add(request())
    await reaches(first.queue, jobId, 'processing')
    await first.queue.close()
    const second = instance(async () => 'done')
    expect(await reaches(second.queue, jobId, 'completed')).toMatchObject({result: 'done'})
  })
})
