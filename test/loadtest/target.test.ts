import {describe, expect, test} from 'vitest'
import {configSchema} from '../../src/config/schema.js'
import {mergedHeaders, parseHeader, redactedHeaders, redactedPath} from '../../src/loadtest/source/headers.js'
import {resolveTarget} from '../../src/loadtest/target/target.js'

const {staging} = configSchema.parse({
  loadtest: {targets: {staging: {url: 'http://192.0.2.7:8080/api/', contract: 'openapi.yaml'}}},
}).loadtest.targets
if (staging === undefined) throw new Error('It was just parsed.')

describe('what may be loaded', () => {
  test.each([
    'http://127.0.0.1:3000',
    'http://127.1:3000',
    'http://0x7f000001/',
    'http://[::1]:3000/x',
    'http://[::ffff:127.0.0.1]/',
    'http://localhost:3000',
    'http://0.0.0.0:3000',
  ])('%s is this machine', async url => {
    const {addresses} = await resolveTarget(url, {})
    expect(addresses.length).toBeGreaterThan(0)
  })

  test.each(['http://192.0.2.7:3000', 'https://10.0.0.1/', 'http://[2001:db8::1]:80', 'http://128.0.0.1'])(
    '%s is another machine, which mesh.yaml has to name',
    async url => {
      await expect(resolveTarget(url, {})).rejects.toMatchObject({
        message: expect.stringMatching(/^"https?:\/\/.*" may not be loaded: it is not this machine/),
        hint: expect.stringContaining('loadtest.targets'),
      })
    },
  )

  test('a name of mesh.yaml is, with its path, and so is a URL of the same origin', async () => {
    expect(await resolveTarget('staging', {staging})).toMatchObject({
      name: 'staging',
      origin: 'http://192.0.2.7:8080',
      basePath: '/api',
      addresses: ['192.0.2.7'],
      contract: 'openapi.yaml',
    })
    const byUrl = await resolveTarget('http://192.0.2.7:8080/other', {staging})
    expect(byUrl).toMatchObject({basePath: '/other', headers: {}})
    expect(byUrl.name).toBeUndefined()
    await expect(resolveTarget('http://192.0.2.7:8081/', {staging})).rejects.toThrow('may not be loaded')
    await expect(resolveTarget('https://192.0.2.7:8080/', {staging})).rejects.toThrow('may not be loaded')
  })

  test.each([
    ['stagin', '"stagin" is neither a URL nor a target in mesh.yaml. Did you mean "staging"?'],
    ['localhost:3000', '"localhost:3000" has no scheme.'],
    ['127.0.0.1:3000/x', '"127.0.0.1:3000/x" has no scheme.'],
    ['ftp://127.0.0.1', '"ftp://127.0.0.1" is neither http nor https.'],
    ['http://', 'is neither a URL nor a target'],
    ['constructor', 'is neither a URL nor a target'],
    ['http://no-such-host.invalid', '"http://no-such-host.invalid" may not be loaded: its name does not resolve'],
  ])('%s is refused with a sentence', async (text, message) => {
    await expect(resolveTarget(text, {staging})).rejects.toThrow(message)
  })

  test('a password in the URL is refused, and not repeated', async () => {
    const error = await resolveTarget('http://me:hunter2@127.0.0.1/', {}).catch((reason: Error) => reason)
    expect(error).toMatchObject({message: expect.stringContaining('has credentials in it')})
    expect(String(error)).not.toContain('hunter2')
  })

  test('headers take their secrets from the environment, and the rest as it is', async () => {
    const headers = {Authorization: 'Bearer ${MESH_TEST_TOKEN}', 'X-Price': '$5 {a}'}
    await expect(resolveTarget('staging', {staging: {...staging, headers}})).rejects.toThrow(
      'Header "Authorization" of target "staging" needs the environment variable "MESH_TEST_TOKEN", which is not set.',
    )
    process.env['MESH_TEST_TOKEN'] = 'a$b'
    try {
      const target = await resolveTarget('staging', {staging: {...staging, headers}})
      expect(target.headers).toEqual({Authorization: 'Bearer a$b', 'X-Price': '$5 {a}'})
    } finally {
      delete process.env['MESH_TEST_TOKEN']
    }
  })
})

describe('headers', () => {
  test('are read with their colons', () => {
    expect(parseHeader('Authorization: Bearer a:b')).toEqual(['Authorization', 'Bearer a:b'])
    expect(parseHeader('X-Empty:')).toEqual(['X-Empty', ''])
  })

  test.each([
    'no colon',
    ': value',
    'bad name: x',
    'X: line\nbreak',
    'X: \u{1F600}',
    'Host: example.com',
    'content-length: 5',
  ])('%j is refused, and the value is not repeated', text => {
    expect(() => parseHeader(text)).toThrow(/header/i)
    const secret = 'Authorization: s3cret\n'
    expect(() => parseHeader(`${secret}x`)).not.toThrow(/s3cret/)
  })

  test('are one, whatever the case of their names', () =>
    expect(mergedHeaders({accept: '*/*', 'x-a': '1'}, {Accept: 'text/html'})).toEqual({
      Accept: 'text/html',
      'x-a': '1',
    }))

  test('and paths are shown without what may be secret', () => {
    expect(
      redactedHeaders({Accept: '*/*', 'X-Request-ID': 'r', Authorization: 'x', Cookie: 'y', 'X-API-Key': 'z'}),
    ).toEqual({
      Accept: '*/*',
      'X-Request-ID': 'r',
      Authorization: '[redacted]',
      Cookie: '[redacted]',
      'X-API-Key': '[redacted]',
    })
    expect(redactedPath('/a?limit=5&api_key=abc&token=d#f')).toBe('/a?limit=5&api_key=[redacted]&token=[redacted]#f')
  })
})
