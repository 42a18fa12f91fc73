import {setTimeout as sleep} from 'node:timers/promises'
import {afterAll, beforeAll, describe, expect, test, vi} from 'vitest'
import {createContext, currentContext, runInContext} from '../../src/platform/context/request-context.js'
import {ApiError} from '../../src/platform/errors/api-error.js'
import {createMetrics} from '../../src/platform/metrics/metrics.js'
import type {StepCall} from '../../src/saga/saga.js'
import {createSagaMetrics} from '../../src/saga/saga-metrics.js'
import {createSagaStore} from '../../src/saga/saga-store.js'
import {serverMissing} from '../postgres-server.js'
import {ended, hasty, openSagas} from './open-sagas.js'

const refusal = new ApiError('STATE_CONFLICT', 'No.')

describe.skipIf(serverMissing !== undefined)(serverMissing ?? 'sagas', () => {
  let opened: Awaited<ReturnType<typeof openSagas>>
  beforeAll(async () => {
    opened = await openSagas()
  })
  afterAll(() => opened.close())

  test('hand on what each step has found out, in the flow that they began in', async () => {
    const sagas = opened.instance()
    const flows: unknown[] = []
    sagas.define<{readonly sum: number}>({
      name: 'sum-v1',
      steps: [1, 2].map(number => ({
        name: `step${number}`,
        timeout: 1000,
        async run({sum}) {
          const {correlationId, subject} = currentContext() ?? {}
          flows.push([correlationId, subject])
          return {sum: sum + number}
        },
      })),
    })
    const ids = {requestId: '5b0f8e57-9ac0-4b39-8d3c-2f5ec6b6f0a1', signal: () => new AbortController().signal}
    const context = Object.assign(createContext({'x-correlation-id': 'flow-7'}, ids), {subject: 'ann'})
    expect(await runInContext(context, () => sagas.begin('sum-v1', 's-1', {sum: 10}))).toBe(true)
    expect(await sagas.begin('sum-v1', 's-1', {sum: 20})).toBe(false)
    sagas.run()
    expect(await ended(sagas, 's-1')).toMatchObject({state: 'completed', data: {sum: 13}})
    expect(flows).toEqual([
      ['flow-7', 'ann'],
      ['flow-7', 'ann'],
    ])
    await expect(sagas.begin('unknown', 's-2', {})).rejects.toThrow('No saga is called "unknown".')
  })

  test('begin with what they belong to, or not at all', async () => {
    const sagas = opened.instance({database: opened.database})
    sagas.define({name: 'with-data-v1', steps: []})
    const failed = opened.database.transaction(async () => {
      await sagas.begin('with-data-v1', 's-3', {})
      throw new Error('On second thought.')
    })
    await expect(failed).rejects.toThrow('On second thought.')
    expect(await sagas.find('s-3')).toBeUndefined()
    await sagas.begin('with-data-v1', 's-3', {})
    expect(await sagas.find('s-3')).toMatchObject({state: 'completed'})
  })

  test('try a step again by the same key, and end it when its time is up', async () => {
    const sagas = opened.instance()
    const calls: StepCall[] = []
    sagas.define({
      name: 'slow-v1',
      steps: [
        {
          name: 'slow',
          timeout: 30,
          retries: hasty,
          async run(_data, call) {
            calls.push(call)
            if (call.attempt < 3) await new Promise(() => {})
            return undefined
          },
        },
      ],
    })
    await sagas.begin('slow-v1', 's-4', {})
    sagas.run()
    expect(await ended(sagas, 's-4')).toMatchObject({state: 'completed'})
    expect(calls.map(({attempt}) => attempt)).toEqual([1, 2, 3])
    expect(new Set(calls.map(({key}) => key)).size).toBe(1)
    expect(calls[0]?.signal.aborted).toBe(true)
    expect(await opened.steps('s-4')).toEqual([
      'slow_pending retried',
      'slow_pending retried',
      'slow_pending succeeded',
    ])
  })

  test('are carried on by one of many instances at a time', async () => {
    let running = 0
    let most = 0
    let runs = 0
    const instances = [1, 2, 3].map(() => opened.instance())
    for (const sagas of instances) {
      sagas.define({
        name: 'shared-v1',
        steps: [
          {
            name: 'only',
            timeout: 1000,
            async run() {
              runs += 1
              running += 1
              most = Math.max(most, running)
              await sleep(20)
              running -= 1
              return undefined
            },
          },
        ],
      })
      sagas.run()
    }
    const [first] = instances
    if (!first) throw new Error('There is no instance.')
    await first.begin('shared-v1', 's-5', {})
    await ended(first, 's-5')
    await sleep(100)
    expect([runs, most]).toEqual([1, 1])
  })

  test('that can not be undone say so, wait for somebody, and go on where they stopped', async () => {
    const metrics = createSagaMetrics(createMetrics().registry)
    metrics.watch(opened.database)
    const sagas = opened.instance({metrics})
    let mended = false
    const undone: string[] = []
    const step = (name: string) => ({
      name,
      timeout: 1000,
      run: async () => undefined,
      async compensate() {
        if (name === 'second' && !mended) throw new Error('The other side is broken.')
        undone.push(name)
      },
    })
    const last = {name: 'last', timeout: 1000, run: () => Promise.reject(refusal)}
    sagas.define({name: 'stuck-v1', steps: [step('first'), step('second'), last]})
    await sagas.begin('stuck-v1', 's-6', {})
    sagas.run()
    expect(await ended(sagas, 's-6')).toMatchObject({
      state: 'compensation_failed',
      failure: {step: 'last', code: 'STATE_CONFLICT'},
    })
    expect(undone).toEqual([])
    expect((await opened.steps('s-6')).filter(step => step === 'second_compensating retried')).toHaveLength(2)
    const store = createSagaStore(opened.database)
    expect((await store.stuck()).map(({id}) => id)).toEqual(['s-6'])
    await vi.waitFor(async () => {
      const {values} = await metrics.finished.get()
      expect(values).toContainEqual(expect.objectContaining({labels: {kind: 'stuck-v1', state: 'compensation_failed'}}))
    })
    mended = true
    expect(await store.resume('s-6')).toBe(true)
    expect(await ended(sagas, 's-6')).toMatchObject({state: 'compensated', failure: {step: 'last'}})
    expect(undone).toEqual(['second', 'first'])
    expect(await store.resume('s-6')).toBe(false)
  })
})
