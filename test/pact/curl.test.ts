import {execFileSync} from 'node:child_process'
import {expect, test} from 'vitest'
import {curlOf} from '../../src/pact/verify/curl.js'

const get = {method: 'GET', url: 'http://127.0.0.1:1/orders?a=1&b=%20', headers: [], body: '', durationMs: 1}

test('what curl does by itself is left out', () => {
  const headers = [
    ['host', 'a'],
    ['accept', '*/*'],
    ['accept-encoding', 'gzip'],
    ['content-length', '1'],
  ] as const
  expect(curlOf({...get, headers})).toBe(`curl -i 'http://127.0.0.1:1/orders?a=1&b=%20'`)
})

test.each([
  ['HEAD', '', 'curl -i --head '],
  ['DELETE', '', 'curl -i -X DELETE '],
  ['POST', '', 'curl -i -X POST '],
  ['POST', '{}', `curl -i --data-raw '{}' `],
  ['PUT', '{}', `curl -i -X PUT --data-raw '{}' `],
])('%s with the body "%s"', (method, body, start) => {
  expect(curlOf({...get, method, body})).toBe(`${start}'${get.url}'`)
})

test.each(['Authorization', 'cookie', 'X-API-Key', 'x-auth-token'])('the value of %s is kept back', name => {
  expect(curlOf({...get, headers: [[name, 'very-secret']]})).not.toContain('very-secret')
})

test('the shell takes every value as it is', () => {
  const body = `it's "$HOME" \`x\` \\ \n!`
  const command = curlOf({...get, method: 'POST', body, headers: [['x-a', `b'c`]]})
  const words = execFileSync('sh', ['-c', command.replace(/^curl/, `printf '%s\\0'`)], {encoding: 'utf8'}).split('\0')
  expect(words).toEqual(['-i', '-H', `x-a: b'c`, '--data-raw', body, get.url, ''])
})
