import {once} from 'node:events'
import {request} from 'node:http'
import {createServer} from 'node:net'
import {afterAll, beforeAll, describe, expect, test} from 'vitest'
import {ResponseReader} from '../../../src/loadtest/transport/response.js'

interface Read {
  /** At which byte the answer was complete; -1 when it was not. */
  readonly complete: number
  readonly status: number
  readonly bytes: number
  readonly lasting: boolean
  readonly body: string
  readonly headers: Readonly<Record<string, string>>
}

/** Reads an answer in pieces that begin at the given places, each in a buffer that is used again. */
function read(answer: string, cuts: readonly number[] = [], isHead = false): Read {
  const reader = new ResponseReader(() => 1_000_000)
  reader.begin(isHead)
  const bytes = Buffer.from(answer, 'latin1')
  const buffer = Buffer.alloc(bytes.length)
  let complete = -1
  let from = 0
  for (const to of [...cuts, bytes.length]) {
    const length = bytes.copy(buffer, 0, from, to)
    if (complete < 0 && reader.read(buffer, length)) complete = to
    buffer.fill(0)
    from = to
  }
  const {headers = {}, body = Buffer.alloc(0)} = reader.answer ?? {}
  return {
    complete,
    status: reader.status,
    bytes: reader.bytes,
    lasting: reader.isLasting,
    body: body.toString('latin1'),
    headers,
  }
}

const ok = 'HTTP/1.1 200 OK\r\n'
const chunked = `${ok}Transfer-Encoding: chunked\r\n\r\n`

const whole: readonly (readonly [string, string, Partial<Read>])[] = [
  ['a length', `${ok}Content-Length: 5\r\n\r\nhello`, {status: 200, bytes: 5, body: 'hello', lasting: true}],
  ['no body', `${ok}content-length:0\r\n\r\n`, {bytes: 0, lasting: true}],
  ['no reason', 'HTTP/1.1 204\r\n\r\n', {status: 204}],
  ['204 with a length', 'HTTP/1.1 204 No Content\r\nContent-Length: 9\r\n\r\n', {status: 204, bytes: 0}],
  ['304 with a length', 'HTTP/1.1 304 Not Modified\r\nContent-Length: 9\r\n\r\n', {status: 304, bytes: 0}],
  ['chunks', `${chunked}5\r\nhello\r\n6;a=b\r\n world\r\n0\r\n\r\n`, {bytes: 11, body: 'hello world', lasting: true}],
  ['big digits', `${chunked}A\r\n0123456789\r\n0\r\n\r\n`, {bytes: 10}],
  ['trailers', `${chunked}2\r\nok\r\n0\r\nDigest: x\r\nExpires: y\r\n\r\n`, {bytes: 2, body: 'ok'}],
  ['line ends in a chunk', `${chunked}4\r\n\r\n\r\n\r\n0\r\n\r\n`, {body: '\r\n\r\n'}],
  ['gzip and chunks', `${ok}Transfer-Encoding: gzip, chunked\r\n\r\n1\r\nx\r\n0\r\n\r\n`, {bytes: 1}],
  [
    'early hints',
    `HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n${ok}Content-Length: 1\r\n\r\nx`,
    {status: 200, bytes: 1},
  ],
  ['100 and 102', `HTTP/1.1 100\r\n\r\nHTTP/1.1 102\r\n\r\n${ok}Content-Length: 0\r\n\r\n`, {status: 200}],
  ['closing', `${ok}Connection: Close\r\nContent-Length: 1\r\n\r\nx`, {lasting: false}],
  ['closing among others', `${ok}Connection: x-a, close\r\nContent-Length: 1\r\n\r\nx`, {lasting: false}],
  ['HTTP/1.0', 'HTTP/1.0 200 OK\r\nContent-Length: 1\r\n\r\nx', {lasting: false}],
  ['HTTP/1.0 kept', 'HTTP/1.0 200 OK\r\nConnection: keep-alive\r\nContent-Length: 1\r\n\r\nx', {lasting: true}],
  ['the same length twice', `${ok}Content-Length: 1\r\nContent-Length: 1\r\n\r\nx`, {bytes: 1}],
  [
    'length and chunks',
    `${ok}Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nx\r\n0\r\n\r\n`,
    {bytes: 1, lasting: false},
  ],
  [
    'other fields',
    `${ok}Date: now\r\nX-A: 1\r\nX-A: 2\r\nX-Empty:\r\nContent-Length: 0\r\n\r\n`,
    {headers: {date: 'now', 'x-a': '1, 2', 'x-empty': '', 'content-length': '0'}},
  ],
  ['a status of its own', 'HTTP/1.1 599 \r\nContent-Length: 0\r\n\r\n', {status: 599}],
]

describe.each(whole)('%s', (_, answer, expected) => {
  test('is read as one', () => expect(read(answer)).toMatchObject({...expected, complete: answer.length}))

  test('is read in two pieces, wherever it is cut', () => {
    for (let cut = 1; cut < answer.length; cut++)
      expect(read(answer, [cut]), `cut at ${cut}`).toMatchObject({...expected, complete: answer.length})
  })

  test('is read byte by byte', () =>
    expect(read(answer, [...answer].map((_, index) => index).slice(1))).toMatchObject({
      ...expected,
      complete: answer.length,
    }))
})

test('an answer to HEAD ends with its head, whatever length it tells', () => {
  const head = `${ok}Content-Length: 500\r\n\r\n`
  expect(read(head, [], true)).toMatchObject({complete: head.length, bytes: 0, lasting: true})
  expect(read(chunked, [], true)).toMatchObject({complete: chunked.length, lasting: true})
})

test('without length and chunks the answer ends with its connection', () => {
  for (const head of [ok, `${ok}Transfer-Encoding: gzip\r\n`]) {
    const reader = new ResponseReader()
    reader.begin(false)
    const bytes = Buffer.from(`${head}\r\nhello`)
    expect(reader.read(bytes, bytes.length)).toBe(false)
    expect(reader.endsHere()).toBe(true)
    expect(reader).toMatchObject({status: 200, bytes: 5, isLasting: false})
  }
})

test('an answer that breaks off is not complete', () => {
  for (const part of [
    ok,
    `${ok}\r`,
    `${ok}Content-Length: 5\r\n\r\nhell`,
    `${chunked}5\r\nhello\r\n`,
    `${chunked}0\r\n`,
  ]) {
    const reader = new ResponseReader()
    reader.begin(false)
    expect(reader.read(Buffer.from(part), part.length)).toBe(false)
    expect(reader.endsHere()).toBe(false)
  }
})

test('what comes behind an answer is not taken for the next one', () => {
  for (const answer of [`${ok}Content-Length: 0\r\n\r\n`, `${ok}Content-Length: 2\r\n\r\nok`, `${chunked}0\r\n\r\n`])
    expect(read(`${answer}${ok}`)).toMatchObject({status: 200, lasting: false})
})

test('of an answer that is longer than what is kept, nothing is', () => {
  const reader = new ResponseReader(status => (status === 200 ? 4 : 0))
  for (const [answer, kept] of [
    [`${ok}Content-Length: 4\r\n\r\nfour`, 'four'],
    [`${ok}Content-Length: 5\r\n\r\nfives`, undefined],
    ['HTTP/1.1 404 No\r\nContent-Length: 1\r\n\r\nx', undefined],
  ] as const) {
    reader.begin(false)
    expect(reader.read(Buffer.from(answer), answer.length)).toBe(true)
    expect(reader.answer?.body.toString()).toBe(kept)
  }
})

test('how long a connection is kept is remembered', () => {
  const reader = new ResponseReader()
  for (const field of ['Keep-Alive: timeout=5, max=100\r\n', '']) {
    reader.begin(false)
    const bytes = Buffer.from(`${ok}${field}Content-Length: 0\r\n\r\n`)
    expect(reader.read(bytes, bytes.length)).toBe(true)
    expect(reader.keptFor).toBe(5000)
  }
})

const broken: readonly (readonly [string, string])[] = [
  ['SSH-2.0-OpenSSH_9.6\r\n', 'HPE_INVALID_CONSTANT'],
  ['\x00\x00\x12\x04\x00\x00\x00\x00\x00', 'HPE_INVALID_CONSTANT'],
  ['HTTP/2 200 OK\r\n\r\n', 'HPE_INVALID_CONSTANT'],
  ['HTTP/1.1 2x0 OK\r\n\r\n', 'HPE_INVALID_CONSTANT'],
  ['HTTP/1.1 099 No\r\n\r\n', 'HPE_INVALID_CONSTANT'],
  [`${ok}Content-Length: 5\n\nhello`, 'HPE_CR_EXPECTED'],
  [`${ok}no colon\r\n\r\n`, 'HPE_INVALID_HEADER_TOKEN'],
  [`${ok}: no name\r\n\r\n`, 'HPE_INVALID_HEADER_TOKEN'],
  [`${ok}A: b\r\n folded: c\r\n\r\n`, 'HPE_INVALID_HEADER_TOKEN'],
  [`${ok}Content-Length: -1\r\n\r\n`, 'HPE_INVALID_CONTENT_LENGTH'],
  [`${ok}Content-Length: 1 1\r\n\r\n`, 'HPE_INVALID_CONTENT_LENGTH'],
  [`${ok}Content-Length:\r\n\r\n`, 'HPE_INVALID_CONTENT_LENGTH'],
  [`${ok}Content-Length: 99999999999999999999\r\n\r\n`, 'HPE_INVALID_CONTENT_LENGTH'],
  [`${ok}Content-Length: 1\r\nContent-Length: 2\r\n\r\n`, 'HPE_UNEXPECTED_CONTENT_LENGTH'],
  [`${chunked}x\r\n`, 'HPE_INVALID_CHUNK_SIZE'],
  [`${chunked}\r\n`, 'HPE_INVALID_CHUNK_SIZE'],
  [`${chunked}5x\r\n`, 'HPE_INVALID_CHUNK_SIZE'],
  [`${chunked}ffffffffffffffff\r\n`, 'HPE_INVALID_CHUNK_SIZE'],
  [`${chunked}2\r\nabc\r\n0\r\n\r\n`, 'HPE_STRICT'],
  [`${ok}X: ${'x'.repeat(17_000)}`, 'HPE_HEADER_OVERFLOW'],
  [`${chunked}0\r\n${'x'.repeat(17_000)}`, 'HPE_HEADER_OVERFLOW'],
  ['HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\n', 'HPE_INVALID_UPGRADE'],
]

test.each(broken)('%j is refused', (answer, code) => {
  expect(() => read(answer)).toThrow(expect.objectContaining({code}))
  const everywhere = Array.from({length: Math.min(answer.length - 1, 200)}, (_, index) => index + 1)
  expect(() => read(answer, everywhere)).toThrow(expect.objectContaining({code}))
})

describe('Node reads the same', () => {
  let answer = ''
  const server = createServer(socket => {
    socket.on('error', () => {})
    socket.once('data', () => socket.end(Buffer.from(answer, 'latin1')))
  })
  let port = 0
  beforeAll(async () => {
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    const address = server.address()
    port = typeof address === 'object' && address ? address.port : 0
  })
  afterAll(() => server.close())

  const asked = () =>
    new Promise<{status: number; body: string} | string>(resolve => {
      const asking = request({port, host: '127.0.0.1', agent: false}, async response => {
        let body = ''
        response.setEncoding('latin1')
        response.on('data', chunk => {
          body += chunk
        })
        response.on('error', error => resolve((error as NodeJS.ErrnoException).code ?? 'ERROR'))
        response.on('end', () => resolve({status: response.statusCode ?? 0, body}))
      })
      asking.on('error', error => resolve((error as NodeJS.ErrnoException).code ?? 'ERROR'))
      asking.end()
    })

  // Node refuses several lengths, and one together with chunks.
  test.each(whole.filter(([name]) => !/length twice|length and chunks/.test(name)))('%s', async (_, text) => {
    answer = text
    const {status, body} = read(text)
    expect(await asked()).toEqual({status, body})
  })

  // Node reads a folded line on, and takes any status.
  test.each(broken.filter(([text]) => !/folded|Switching|099/.test(text)))('%j', async text => {
    answer = text
    expect(await asked()).toMatch(/^(HPE_|ECONNRESET)/)
  })
})
