// A consumer whose test files run side by side: each writes interactions with the same provider.
import {mkdirSync, mkdtempSync, symlinkSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {fileURLToPath} from 'node:url'

/** Makes a project of `files` test files with `each` interactions, and gives its folder. */
export function consumerProject(files, each) {
  const folder = mkdtempSync(join(tmpdir(), 'mesh-race-'))
  mkdirSync(join(folder, 'test/pact'), {recursive: true})
  writeFileSync(join(folder, 'package.json'), JSON.stringify({name: 'web', type: 'module'}))
  symlinkSync(fileURLToPath(new URL('../../../node_modules', import.meta.url)), join(folder, 'node_modules'))
  for (let file = 0; file < files; file++)
    writeFileSync(join(folder, `test/pact/orders-${file}.consumer.test.js`), testFile(file * each, each))
  return folder
}

function testFile(first, count) {
  return `import {PactV4} from '@pact-foundation/pact'
import {expect, test} from 'vitest'

for (let id = ${first}; id < ${first + count}; id++)
  test('order ' + id, async () => {
    await new PactV4({consumer: 'web', provider: 'orders', dir: 'alone'})
      .addInteraction()
      .uponReceiving('order ' + id)
      .withRequest('GET', '/orders/' + id)
      .willRespondWith(200, builder => builder.jsonBody({id}))
      .executeTest(async mock => expect(await (await fetch(mock.url + '/orders/' + id)).json()).toEqual({id}))
  })
`
}
