import {mkdtempSync, rmSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {afterAll, describe, expect, test} from 'vitest'
import {z} from 'zod'
import {defineFeature, type Feature, type Surroundings} from '../src/feature.js'
import * as registry from '../src/features.js'
import {createLogger} from '../src/platform/logging/logger.js'
import {createMetrics} from '../src/platform/metrics/metrics.js'
import {provide} from '../src/provision.js'
import {createService} from '../src/service.js'
import {readSettings} from '../src/settings.js'
import {createMemoryWorkItemRepository} from '../src/work-items/memory-work-item-repository.js'
import {createWorkItems} from '../src/work-items/work-items.js'
import {freePorts} from './free-ports.js'
import {openResources} from './open-resources.js'

const folder = mkdtempSync(join(tmpdir(), 'features-'))
afterAll(() => rmSync(folder, {recursive: true}))

const surroundings: Surroundings = {
  settings: readSettings({...freePorts, NODE_ENV: 'test', DEV_ISSUER_FILE: join(folder, 'issuer.json')}),
  logger: createLogger({service: 'test', version: '0', level: 'silent'}),
  metrics: createMetrics(),
}

const told: string[] = []
const storing = (name: string): Feature => ({
  provide: async () => ({
    workItemRepository: createMemoryWorkItemRepository(),
    checks: {[name]: async () => {}},
    close: async () => void told.push(`${name} closed`),
  }),
})

describe('what features provide', () => {
  test('comes together, and is closed the other way round', async () => {
    const extra: Feature = {provide: async () => ({close: async () => void told.push('extra closed')})}
    const provision = await provide([storing('one'), extra], surroundings)
    expect(Object.keys(provision.checks)).toEqual(['one'])
    told.length = 0
    await provision.close()
    expect(told).toEqual(['extra closed', 'one closed'])
  })

  test('must have a storage, and only one; what is open already is closed', async () => {
    await expect(provide([], surroundings)).rejects.toThrow('No feature provides "workItemRepository".')
    told.length = 0
    const two = [storing('one'), storing('two')]
    await expect(provide(two, surroundings)).rejects.toThrow('Two features provide "workItemRepository".')
    expect(told).toEqual(['two closed', 'one closed'])
  })

  test('is closed when a later feature can not be opened', async () => {
    const broken: Feature = {
      provide: async () => {
        throw new Error('No connection.')
      },
    }
    told.length = 0
    await expect(provide([storing('one'), broken], surroundings)).rejects.toThrow('No connection.')
    expect(told).toEqual(['one closed'])
  })
})

test('a feature with a server of its own starts before HTTP, is part of readiness, and is closed with the service', async () => {
  const echo = defineFeature({
    settings: {ECHO_PORT: z.coerce.number().default(7000).describe('Port of the echo.')},
    install: async ({workItems}) => ({
      checks: {echo: async () => workItems.list({page: 1, limit: 1})},
      start: async () => {
        told.push('echo started')
        return 'echo://127.0.0.1:7000'
      },
      close: async () => void told.push('echo closed'),
    }),
  })
  const {workItemRepository: repository, ...provision} = await provide([storing('one')], surroundings)
  const workItems = createWorkItems({repository, directory: {hasMember: async () => true}})
  // With those of the project, as its contract has their operations.
  const features: Feature[] = [...Object.values<Feature>(registry), echo]
  const service = await createService({
    ...surroundings,
    features,
    provision: {...openResources(), ...provision},
    workItems,
  })
  told.length = 0
  const addresses = await service.start({host: '127.0.0.1', port: 0})
  expect(addresses).toContain('echo://127.0.0.1:7000')
  expect(addresses.at(-1)).toMatch(/^http:/)
  const {ready, checks} = await service.readiness.state()
  expect([ready, Object.keys(checks)]).toEqual([true, expect.arrayContaining(['one', 'echo'])])
  await service.close()
  expect(told).toEqual(['echo started', 'echo closed'])
})
