import {execFile, spawn} from 'node:child_process'
import {once} from 'node:events'
import {promisify} from 'node:util'
import {afterAll, beforeAll, describe, expect, test} from 'vitest'
import {serverMissing} from '../postgres-server.js'
import {openSagas} from './open-sagas.js'

// Processes that are killed at every point of a saga, and another one that finds what they have left.
describe.skipIf(serverMissing !== undefined)(serverMissing ?? 'a process is killed', () => {
  let opened: Awaited<ReturnType<typeof openSagas>>
  beforeAll(async () => {
    opened = await openSagas()
    await opened.server.admin('create table effects (saga text, key text, what text, unique (saga, key))')
    await promisify(execFile)('npm', ['run', 'build'])
  }, 60_000)
  afterAll(() => opened.close())

  /** Carries the saga of this id on in a process of its own, which is killed at this point unless it is "never". */
  const carryOn = async (id: string, killAt: string, last: 'succeeds' | 'is refused') => {
    const child = spawn(process.execPath, ['test/saga/crashing-process.mjs', id, killAt, last], {
      env: {...process.env, DATABASE_URL: opened.server.url},
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    let said = ''
    child.stdout.on('data', data => {
      said += data
    })
    const [, signal] = await once(child, 'close')
    return {signal, said}
  }
  const effects = async (id: string) =>
    (await opened.server.admin(`select what from effects where saga = '${id}' order by what`)).map(({what}) => what)

  const steps = ['payment', 'inventory', 'shipping']
  const points = (doing: string, names: readonly string[]) =>
    names.flatMap(name => ['before', 'after'].map(when => `${when} ${doing} ${name}`))

  test.each(points('run', steps))(
    '%s',
    async killAt => {
      const id = killAt.replaceAll(' ', '-')
      expect((await carryOn(id, killAt, 'succeeds')).signal).toBe('SIGKILL')
      expect((await carryOn(id, 'never', 'succeeds')).said).toBe('completed')
      expect(await effects(id)).toEqual(['run inventory', 'run payment', 'run shipping'])
    },
    30_000,
  )

  test.each(points('undo', ['inventory', 'payment']))(
    '%s',
    async killAt => {
      const id = killAt.replaceAll(' ', '-')
      expect((await carryOn(id, killAt, 'is refused')).signal).toBe('SIGKILL')
      expect((await carryOn(id, 'never', 'is refused')).said).toBe('compensated')
      expect(await effects(id)).toEqual(['run inventory', 'run payment', 'undo inventory', 'undo payment'])
    },
    30_000,
  )
})
