import {execFile} from 'node:child_process'
import {afterAll, beforeAll, describe, expect, test} from 'vitest'
import {serverMissing} from '../postgres-server.js'
import {ended, openSagas} from './open-sagas.js'

// What whoever is on call types.
describe.skipIf(serverMissing !== undefined)(serverMissing ?? 'the command', {timeout: 60_000}, () => {
  let opened: Awaited<ReturnType<typeof openSagas>>
  beforeAll(async () => {
    opened = await openSagas()
  })
  afterAll(() => opened.close())

  const run = (command: string, words: readonly string[]) =>
    new Promise<{code: number | string | null | undefined; said: string; complained: string}>(resolve => {
      const env = {...process.env, DATABASE_URL: opened.server.url, NODE_ENV: 'production'}
      execFile(command, words, {env}, (error, said, complained) =>
        resolve({code: error ? error.code : 0, said, complained}),
      )
    })
  /** As npm runs it, which builds it before. */
  const npmRunSagas = () => run('npm', ['run', '--silent', 'sagas'])
  const sagasCommand = (...words: readonly string[]) => run(process.execPath, ['dist/saga/sagas-command.js', ...words])

  test('lists what is stuck, with the reason, and lets it go on when that is mended', async () => {
    expect(await npmRunSagas()).toEqual({code: 0, said: 'None is stuck.\n', complained: ''})
    let broken = true
    const sagas = opened.instance()
    sagas.define({
      name: 'stuck-v1',
      steps: [
        {
          name: 'payment',
          timeout: 1000,
          run: async () => undefined,
          async compensate() {
            if (broken) throw new Error('A secret of theirs.')
          },
        },
        {
          name: 'shipping',
          timeout: 1000,
          async run() {
            throw new Error('Out of order.')
          },
        },
      ],
    })
    await sagas.begin('stuck-v1', 's-1', {})
    sagas.run()
    expect(await ended(sagas, 's-1')).toMatchObject({state: 'compensation_failed'})
    const listed = await sagasCommand('list')
    expect([listed.code, listed.complained]).toEqual([1, ''])
    expect(listed.said).toMatch(/^s-1 {2}stuck-v1 {2}"shipping" failed with INTERNAL_ERROR: .+\n$/)

    broken = false
    expect(await sagasCommand('resume', 's-1')).toEqual({code: 0, said: '"s-1" goes on.\n', complained: ''})
    expect(await ended(sagas, 's-1')).toMatchObject({state: 'compensated'})
    expect(await sagasCommand()).toMatchObject({code: 0, said: 'None is stuck.\n'})
  })

  test('says what is wrong with what was typed', async () => {
    expect(await sagasCommand('resume', 'nobody')).toEqual({
      code: 2,
      said: '',
      complained: 'No saga "nobody" is stuck. "npm run sagas" lists those that are.\n',
    })
    for (const words of [['resume'], ['resume', 'a', 'b'], ['remove', 'a']]) {
      const {code, said, complained} = await sagasCommand(...words)
      expect([code, said]).toEqual([2, ''])
      expect(complained).toContain('npm run sagas -- resume ID')
    }
    expect(await sagasCommand('help')).toMatchObject({code: 2})
    const help = await sagasCommand('--help')
    expect([help.code, help.complained]).toEqual([0, ''])
    expect(help.said).toContain('Looks after sagas')
  })
})
