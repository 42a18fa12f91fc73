import {readFileSync} from 'node:fs'
import {join, resolve} from 'node:path'
import {afterAll, beforeAll, describe, expect, test, vi} from 'vitest'
import {startServer} from '../../src/io/server-process.js'
import {
  type KafkaCluster,
  startKafkaCluster,
} from '../../templates/service/messaging/kafka/files/test/messaging/brokers/kafka-cluster.js'
import {expectKnownCommands} from '../known-commands.js'
import {openWorkshop, type Workshop} from './project.js'
import type {Way} from './ways.js'

/** A service goes through the commands of mesh that come behind its making, as its team would give them. */
export function passesEveryStage(way: Way): void {
  describe(`${way.label}, in every stage`, () => {
    let workshop: Workshop
    let project: string
    let kafka: KafkaCluster | undefined
    const mesh = (...words: string[]) => workshop.run(project, process.execPath, resolve('bin/run.js'), ...words)

    beforeAll(async () => {
      // Of what may carry events, Kafka alone is no server of this machine.
      if (way.choices['messaging']?.includes('kafka')) {
        kafka = await startKafkaCluster()
        vi.stubEnv('EVENTS_KAFKA_BROKERS', kafka.brokers.join(','))
      }
      workshop = await openWorkshop(way)
      project = await workshop.make('orders')
    })

    afterAll(() => {
      workshop?.remove()
      vi.unstubAllEnvs()
      kafka?.close()
    })

    test('mesh pact test and mesh pact verify', async () => {
      await mesh('pact', 'test')
      const {outcome, interactions} = JSON.parse(await mesh('pact', 'verify', '--format', 'json'))
      expect(outcome).toBe('pass')
      expect(interactions.length).toBeGreaterThan(0)
    }, 90_000)

    test('mesh pact check, of what its consumers rely on', async () => {
      const {outcome, findings} = JSON.parse(await mesh('pact', 'check', '--provider', 'orders', '--format', 'json'))
      expect(findings).toEqual([])
      expect(outcome).toBe('pass')
    })

    test('its pipeline calls commands and flags of mesh that exist', () => {
      const pipeline = readFileSync(join(project, '.github/workflows/ci.yml'), 'utf8')
      const calls = [...pipeline.matchAll(/npx --yes @mesh\/cli@\S+ (.*?)(?= \|\|| &&|$)/gm)].map(
        ([, line = '']) => line,
      )
      expect(calls).toEqual(expect.arrayContaining(['lint contracts', 'pact check', 'pact verify']))
      expect(calls.join()).toContain('pact can-i-deploy')
      expectKnownCommands(calls)
    })

    // The contract promises times, which a machine that stood still in the meantime may miss.
    test('mesh loadtest, at a small rate', {timeout: 120_000, retry: 2}, async () => {
      const own = {DEV_ISSUER_FILE: join(project, 'issuer.json'), NODE_ENV: 'development'}
      const env = {...freePorts(project), ...own}
      const server = await startServer(
        {command: 'npm start', cwd: project, env, ready: '/ready', wait: 60_000},
        new AbortController().signal,
      )
      try {
        vi.stubEnv('DEV_ISSUER_FILE', own.DEV_ISSUER_FILE)
        const credentials = ['--auth', 'development', '--scope', 'orders:read orders:write']
        const words = ['loadtest', server.url, ...credentials, '--format', 'json']
        const isRest = way.choices['kind']?.includes('rest')
        const asked = isRest ? ['--contract', 'contracts/openapi.yaml'] : ['--path', '/health']
        const said = await mesh(...words, ...asked, '--rate', '150/s', '--duration', '3s', '--threshold', 'errors<1%')
        expect(JSON.parse(said)).toMatchObject({verdict: 'pass'})
        if (!isRest) return
        const played = ['--scenario', 'load/orders.yaml', '--allow-writes', '--users', '4', '--duration', '2s']
        const {iterations, errorRate} = JSON.parse(await mesh(...words, ...asked, ...played))
        expect(errorRate).toBe(0)
        expect(iterations.map(({scenario}: {scenario: string}) => scenario)).toEqual(['browse', 'keep'])
        for (const {completed} of iterations) expect(completed).toBeGreaterThan(0)
      } finally {
        await server.stop()
        server.forget()
      }
    })
  })
}

/** Every port that the project has, beside that of the API: two projects are tried at the same time. */
function freePorts(project: string): Record<string, string> {
  const names = readFileSync(join(project, '.env.example'), 'utf8').matchAll(/^# (\w+_PORT)=/gm)
  return Object.fromEntries([...names].map(([, name = '']) => [name, '0']))
}
