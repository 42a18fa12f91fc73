import {createHash} from 'node:crypto'
import {mkdtemp, rm, writeFile} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {afterAll, beforeAll, describe, expect, test, vi} from 'vitest'
import {createKeyVerifier, readApiKeys} from '../../src/platform/auth/api-keys.js'
import {codeOf} from './code-of.js'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'auth-'))
})
afterAll(() => rm(folder, {recursive: true, force: true}))

describe('an API key', () => {
  const sha256 = createHash('sha256').update('correct-horse-battery-staple').digest('hex')

  test('is known by its hash and brings the scopes of its client', async () => {
    const file = join(folder, 'keys.json')
    await writeFile(file, JSON.stringify([{client: 'reporting', sha256, scopes: ['orders:read']}]))
    const verifyKey = await readApiKeys(file)
    expect(verifyKey('correct-horse-battery-staple')).toMatchObject({scheme: 'apiKey', subject: 'reporting'})
    expect(await codeOf(Promise.resolve().then(() => verifyKey(sha256)))).toBe('TOKEN_INVALID')
    expect(() => createKeyVerifier([])('anything')).toThrow('not known')
  })

  test('is good until its end, and a client may have two for a while', () => {
    const hashOf = (key: string) => createHash('sha256').update(key).digest('hex')
    const reporting = {client: 'reporting', scopes: [], roles: ['auditor']}
    const verifyKey = createKeyVerifier([
      {...reporting, sha256: hashOf('the-old-key'), expires: '2020-01-01T00:00:00Z'},
      {...reporting, sha256: hashOf('the-key-of-now'), expires: '2999-01-01T00:00:00Z'},
      {...reporting, sha256: hashOf('the-new-key').toUpperCase()},
    ])
    expect(() => verifyKey('the-old-key')).toThrow('expired')
    for (const key of ['the-key-of-now', 'the-new-key'])
      expect(verifyKey(key)).toMatchObject({subject: 'reporting', roles: ['auditor']})
  })

  test('file is read again when it has changed, and a broken one changes nothing', async () => {
    vi.useFakeTimers({toFake: ['Date']})
    const file = join(folder, 'rotated.json')
    const write = (key: string) =>
      writeFile(
        file,
        JSON.stringify([{client: 'reporting', sha256: createHash('sha256').update(key).digest('hex'), scopes: []}]),
      )
    const problems: unknown[] = []
    await write('first')
    const verifyKey = await readApiKeys(file, problem => problems.push(problem))
    const judge = async (key: string) => codeOf(Promise.resolve().then(() => verifyKey(key)))
    expect(await judge('first')).toBe('accepted')
    await write('the second')
    vi.setSystemTime(Date.now() + 1500)
    expect([await judge('the second'), await judge('first')]).toEqual(['accepted', 'TOKEN_INVALID'])
    await writeFile(file, 'no JSON')
    vi.setSystemTime(Date.now() + 1500)
    expect(await judge('the second')).toBe('accepted')
    expect(problems).toHaveLength(1)
    vi.useRealTimers()
  })

  test('file that stores something else than hashes does not load', async () => {
    const file = join(folder, 'plain.json')
    await writeFile(file, JSON.stringify([{client: 'reporting', sha256: 'correct-horse', scopes: []}]))
    await expect(readApiKeys(file)).rejects.toThrow(/Entry 0/)
  })
})
