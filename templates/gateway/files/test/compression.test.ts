import {brotliDecompressSync, gunzipSync} from 'node:zlib'
import {request} from 'undici'
import {afterAll, beforeAll, describe, expect, test} from 'vitest'
import {chooseEncoding} from '../src/compression/profile.js'
import {startGateway, type TestGateway} from './start-gateway.js'
import {startUpstream, type UpstreamServer} from './upstream-server.js'

let files: UpstreamServer
let gateway: TestGateway
let token: string
const text = JSON.stringify({data: Array.from({length: 500}, (_, n) => ({id: n, name: 'a name like all others'}))})

beforeAll(async () => {
  files = await startUpstream()
  gateway = await startGateway(`routes: [{name: files, prefix: /files, upstream: "${files.url}"}]`)
  token = await gateway.token()
})

afterAll(async () => {
  await gateway.close()
  await files.close()
})

async function get(headers: Record<string, string>, answer: Record<string, string> = {}, body = text, status = 200) {
  files.answer((_request, response) => {
    response.writeHead(status, {'content-type': 'application/json', ...answer}).end(body)
  })
  const response = await request(`${gateway.url}/files/a`, {headers: {authorization: `Bearer ${token}`, ...headers}})
  return {headers: response.headers, bytes: Buffer.from(await response.body.arrayBuffer())}
}

describe('an answer', () => {
  test('is pressed as the caller can unpack it', async () => {
    const br = await get({'accept-encoding': 'gzip, br', 'x-platform': 'ios'})
    expect(br.headers['content-encoding']).toBe('br')
    expect(brotliDecompressSync(br.bytes).toString()).toBe(text)
    expect(br.bytes.length).toBeLessThan(text.length / 5)
    const gzip = await get({'accept-encoding': 'gzip'}, {'content-length': String(Buffer.byteLength(text))})
    expect(gzip.headers['content-encoding']).toBe('gzip')
    expect(gunzipSync(gzip.bytes).toString()).toBe(text)
    expect(gzip.headers['vary']).toMatch(/accept-encoding/i)
  })

  test.each([
    ['of a caller that does not ask', {}, {}],
    ['for a service next door', {'accept-encoding': 'br, gzip', 'x-platform': 'service'}, {}],
    ['that is pressed already', {'accept-encoding': 'gzip'}, {'content-encoding': 'zstd'}],
    ['that may not be changed', {'accept-encoding': 'gzip'}, {'cache-control': 'no-transform'}],
    ['that is no text', {'accept-encoding': 'gzip'}, {'content-type': 'image/png'}],
    ['of events', {'accept-encoding': 'gzip'}, {'content-type': 'text/event-stream'}],
  ])('%s is left as it is', async (_name, headers, answer) => {
    const {bytes, headers: got} = await get(headers, answer)
    expect(bytes.toString()).toBe(text)
    expect(got['content-encoding']).toBe(Reflect.get(answer, 'content-encoding'))
  })

  test('that is small, or a part, is left as it is', async () => {
    const small = await get({'accept-encoding': 'gzip'}, {'content-length': '2'}, '{}')
    expect([small.headers['content-encoding'], small.bytes.toString()]).toEqual([undefined, '{}'])
    const part = await get({'accept-encoding': 'gzip'}, {'content-range': 'bytes 0-9/100'}, text, 206)
    expect(part.headers['content-encoding']).toBeUndefined()
  })

  test('has a weak tag when its bytes are others', async () => {
    expect((await get({'accept-encoding': 'gzip'}, {etag: '"1"'})).headers['etag']).toBe('W/"1"')
    expect((await get({}, {etag: '"1"'})).headers['etag']).toBe('"1"')
  })

  test('and its weak tag, sent back as a condition, is the one that the service has given', async () => {
    await get({'if-match': 'W/"1", W/"2"', 'if-none-match': '"3"'})
    expect(files.requests.at(-1)?.headers).toMatchObject({'if-match': '"1", "2"', 'if-none-match': '"3"'})
  })

  test('arrives piece by piece, as the service says it', async () => {
    files.answer((_request, response) => {
      response.writeHead(200, {'content-type': 'application/json'}).write('{"data": ')
    })
    const headers = {authorization: `Bearer ${token}`, 'accept-encoding': 'gzip'}
    const {body} = await request(`${gateway.url}/files/slow`, {headers})
    for await (const chunk of body) {
      expect(chunk.length).toBeGreaterThan(0)
      break
    }
  })
})

test.each([
  ['br;q=0, gzip', 'web', 'gzip'],
  ['*', 'web', 'br'],
  ['*;q=0', 'web', undefined],
  ['br', 'iot', undefined],
  ['GZIP;Q=0.5', 'iot', 'gzip'],
  ['', 'web', undefined],
] as const)('of "%s" a caller on %s gets %s', (accepted, platform, name) => {
  expect(chooseEncoding(accepted, platform)?.name).toBe(name)
})
