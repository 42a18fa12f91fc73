import {mkdtemp, readFile, rm, stat, writeFile} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {afterAll, beforeAll, describe, expect, test} from 'vitest'
import {openDevelopmentIssuer} from '../../src/platform/auth/development-issuer.js'
import {createTokenVerifier} from '../../src/platform/auth/token-verifier.js'
import {codeOf} from './code-of.js'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'auth-'))
})
afterAll(() => rm(folder, {recursive: true, force: true}))

describe('the development issuer', () => {
  test('keeps its key in a file for its owner only, and accepts its own tokens after a restart', async () => {
    const file = join(folder, 'first', 'dev-issuer.json')
    const first = await openDevelopmentIssuer(file)
    const token = await first.mint({subject: 'ann', scopes: ['orders:read'], roles: ['admin'], lifetime: 60})
    expect((await stat(file)).mode & 0o777).toBe(0o600)
    expect(await createTokenVerifier(await openDevelopmentIssuer(file))(token)).toMatchObject({subject: 'ann'})
  })

  test('of two programs that start at the same moment is one', async () => {
    const file = join(folder, 'race', 'dev-issuer.json')
    const [left, right] = await Promise.all([openDevelopmentIssuer(file), openDevelopmentIssuer(file)])
    const token = await left.mint({subject: 'ann', scopes: [], roles: [], lifetime: 60})
    expect(await createTokenVerifier(right)(token)).toMatchObject({subject: 'ann'})
  })

  test('mints what another issuer does not accept, and tokens that expire', async () => {
    const one = await openDevelopmentIssuer(join(folder, 'one.json'))
    const other = await openDevelopmentIssuer(join(folder, 'other.json'))
    const request = {subject: 'ann', scopes: [], roles: []}
    expect(await codeOf(createTokenVerifier(other)(await one.mint({...request, lifetime: 60})))).toBe('TOKEN_INVALID')
    expect(await codeOf(createTokenVerifier(one)(await one.mint({...request, lifetime: -60})))).toBe('TOKEN_EXPIRED')
  })

  test('says what to do about a file that holds no key', async () => {
    const file = join(folder, 'broken.json')
    await writeFile(file, 'no JSON')
    await expect(openDevelopmentIssuer(file)).rejects.toThrow(/Delete it/)
    expect(await readFile(file, 'utf8')).toBe('no JSON')
  })

  test('does not exist in production', async () => {
    const before = process.env['NODE_ENV']
    process.env['NODE_ENV'] = 'production'
    try {
      await expect(openDevelopmentIssuer(join(folder, 'production.json'))).rejects.toThrow(/production/)
    } finally {
      if (before === undefined) delete process.env['NODE_ENV']
      else process.env['NODE_ENV'] = before
    }
  })
})
