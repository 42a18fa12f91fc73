import {readFileSync, writeFileSync} from 'node:fs'
import {join, resolve} from 'node:path'
import {afterAll, beforeAll, describe, expect, test, vi} from 'vitest'
import {startServer} from '../../src/io/server-process.js'
import {
  type KafkaCluster,
  startKafkaCluster,
} from '../../templates/service/messaging/kafka/files/test/messaging/brokers/kafka-cluster.js'
import {expectKnownCommands} from '../known-commands.js'
import type {Workshop} from './project.js'
import type {Way} from './ways.js'

/** A service that was made. */
interface Made {
  readonly workshop: Workshop
  /** Its folder. */
  readonly project: string
  readonly name: string
}

/** A service goes through the commands of mesh that come behind its making, as its team would give them. */
export function inEveryStage(way: Way, made: () => Made): void {
  describe('in every stage', () => {
    let kafka: KafkaCluster | undefined
    const mesh = (...words: string[]) =>
      made().workshop.run(made().project, process.execPath, resolve('bin/run.js'), ...words)

    beforeAll(async () => {
      // Of what may carry events, Kafka alone is no server of this machine.
      if (way.choices['messaging']?.includes('kafka')) {
        kafka = await startKafkaCluster()
        vi.stubEnv('EVENTS_KAFKA_BROKERS', kafka.brokers.join(','))
      }
      for (const port of portsBesideTheApi(made().project)) vi.stubEnv(port, '0')
    })

    afterAll(() => {
      vi.unstubAllEnvs()
      kafka?.close()
    })

    test('mesh pact test and mesh pact verify', async () => {
      await mesh('pact', 'test')
      const {outcome, interactions} = JSON.parse(await mesh('pact', 'verify', '--wait', '90s', '--format', 'json'))
      expect(outcome).toBe('pass')
      expect(interactions.length).toBeGreaterThan(0)
    }, 180_000)

    test('mesh pact check, of what its consumers rely on', async () => {
      const {outcome, findings} = JSON.parse(await mesh('pact', 'check', '--provider', made().name, '--format', 'json'))
      expect(findings).toEqual([])
      expect(outcome).toBe('pass')
    })

    test('its pipeline calls commands and flags of mesh that exist', () => {
      const pipeline = readFileSync(join(made().project, '.github/workflows/ci.yml'), 'utf8')
      const calls = [...pipeline.matchAll(/npx --yes @mesh\/cli@\S+ (.*?)(?= \|\|| &&|$)/gm)].map(
        ([, line = '']) => line,
      )
      expect(calls).toEqual(expect.arrayContaining(['lint contracts', 'pact check', 'pact verify']))
      expect(calls.join()).toContain('pact can-i-deploy')
      expectKnownCommands(calls)
    })

    test('mesh loadtest, of few users', async () => {
      const {project, workshop, name} = made()
      const resource = (workshop.planned(name).resource?.plural ?? '').replaceAll(' ', '-')
      const env = {DEV_ISSUER_FILE: join(project, 'issuer.json'), NODE_ENV: 'development'}
      const server = await startServer(
        {command: 'npm start', cwd: project, env, ready: '/ready', wait: 90_000},
        new AbortController().signal,
      )
      try {
        vi.stubEnv('DEV_ISSUER_FILE', env.DEV_ISSUER_FILE)
        const scopes = ['read', 'write'].map(action => `${resource}:${action}`)
        const credentials = ['--auth', 'development', '--scope', scopes.join(' ')]
        const words = ['loadtest', server.url, ...credentials, '--format', 'json', '--users', '4']
        const isRest = way.choices['kind']?.includes('rest')
        const asked = isRest ? ['--contract', modestContract(project)] : ['--path', '/health']
        // Users wait for answers: a machine on which other tests run takes longer, and proves as much.
        const said = await mesh(...words, ...asked, '--think', '20ms', '--duration', '3s', '--threshold', 'errors<5%')
        expect(JSON.parse(said)).toMatchObject({verdict: 'pass'})
        if (!isRest) return
        const played = ['--scenario', `load/${resource}.yaml`, '--allow-writes', '--duration', '1500ms']
        const {iterations, errorRate} = JSON.parse(await mesh(...words, ...asked, ...played))
        expect(errorRate).toBe(0)
        expect(iterations.map(({scenario}: {scenario: string}) => scenario)).toEqual(['browse', 'keep'])
        for (const {completed} of iterations) expect(completed).toBeGreaterThan(0)
      } finally {
        await server.stop()
        server.forget()
      }
    }, 180_000)
  })
}

/** Its contract, with a promise that a short run can prove: 59 answers are enough for it. */
function modestContract(project: string): string {
  const text = readFileSync(join(project, 'contracts/openapi.yaml'), 'utf8')
  const modest = text.replace('\n  errorRate: 1%\n', '\n  errorRate: 5%\n')
  expect(modest).not.toBe(text)
  const path = join(project, 'modest-contract.yaml')
  writeFileSync(path, modest)
  return path
}

/** The variables of its other ports, for which any free one will do: projects are tried at the same time. */
function portsBesideTheApi(project: string): string[] {
  const lines = readFileSync(join(project, '.env.example'), 'utf8').matchAll(/^# (\w+_PORT)=/gm)
  return [...lines].map(([, name = '']) => name)
}
