import {connect} from 'node:net'
import {afterAll, beforeAll, expect, test} from 'vitest'
import {startService, type TestService} from '../service.js'

let service: TestService
beforeAll(async () => {
  service = await startService()
})
afterAll(() => service.close())

const path = '/api/v1/work-items'

/** Status and first code of an answer. */
async function refusal(...call: Parameters<TestService['send']>) {
  const {status, body, headers} = await service.send(...call)
  return {status, code: body.errors[0].code, errors: body.errors, body, headers}
}

test('each wrong field has an entry of its own, with its place', async () => {
  const {status, errors} = await refusal(path, {
    method: 'POST',
    body: {name: '', description: 7, ownerId: 'm-1', colour: 'red'},
  })
  expect(status).toBe(422)
  expect(errors.map(({field}: {field: string}) => field).sort()).toEqual(['colour', 'description', 'name'])
  for (const error of errors) {
    expect(error).toMatchObject({code: 'VALIDATION_FAILED', severity: 'low', retryable: false})
    expect(error.message).toMatch(/^".+" .+\.$/)
  }
})

test('a missing body is wrong, a broken one can not be read', async () => {
  expect(await refusal(path, {method: 'POST'})).toMatchObject({status: 422, code: 'VALIDATION_FAILED'})
  expect(await refusal(path, {method: 'POST', body: '{"name": "x"'})).toMatchObject({
    status: 400,
    code: 'MALFORMED_REQUEST',
  })
  const empty = await refusal(path, {method: 'POST', body: ''})
  expect(empty).toMatchObject({status: 400, code: 'MALFORMED_REQUEST'})
})

test('text is no number, and a body is not bent until it fits', async () => {
  const {status, errors} = await refusal(path, {method: 'POST', body: {name: 1}})
  expect([status, errors[0].field]).toEqual([422, 'name'])
})

test('prototypes can not be poisoned', async () => {
  const body = '{"name": "x", "__proto__": {"admin": true}}'
  expect(await refusal(path, {method: 'POST', body})).toMatchObject({status: 400, code: 'MALFORMED_REQUEST'})
})

test('an unknown address is told nothing about the known ones', async () => {
  const {status, code, body} = await refusal('/api/v1/secrets')
  expect([status, code]).toEqual([404, 'ROUTE_NOT_FOUND'])
  expect(JSON.stringify(body)).not.toContain('/work-items')
})

test('a wrong method is told the right ones, whatever it sends', async () => {
  const {status, code, headers} = await refusal(path, {
    method: 'DELETE',
    body: 'x',
    headers: {'content-type': 'text/plain'},
  })
  expect([status, code, headers.get('allow')]).toEqual([405, 'METHOD_NOT_ALLOWED', 'GET, POST, HEAD'])
})

test('an address that names nothing leads nowhere', async () => {
  expect(await refusal(`${path}/`)).toMatchObject({status: 404, code: 'ROUTE_NOT_FOUND'})
})

test('a packed body is refused before anything is unpacked', async () => {
  const {status, code, headers} = await refusal(path, {
    method: 'POST',
    body: '{"name": "x"}',
    headers: {'content-encoding': 'gzip'},
  })
  expect([status, code, headers.get('accept-encoding')]).toEqual([415, 'UNSUPPORTED_MEDIA_TYPE', 'identity'])
})

test('HEAD is GET without the body', async () => {
  const {status, body, headers} = await service.send(path, {method: 'HEAD'})
  expect([status, body]).toEqual([200, undefined])
  expect(Number(headers.get('content-length'))).toBeGreaterThan(0)
})

test('errors are not kept by caches', async () => {
  const {headers} = await refusal(`${path}/nobody`)
  expect(headers.get('cache-control')).toBe('no-store')
})

test('what is no HTTP gets an envelope, too', async () => {
  const text = await new Promise<string>((resolve, reject) => {
    const socket = connect(Number(new URL(service.url).port), '127.0.0.1', () => socket.write('NOT HTTP\r\n\r\n'))
    let received = ''
    socket.on('data', data => {
      received += data
    })
    socket.on('end', () => resolve(received))
    socket.on('error', reject)
  })
  expect(text).toMatch(/^HTTP\/1\.1 400 /)
  const body = JSON.parse(text.slice(text.indexOf('\r\n\r\n')))
  expect(body.errors).toMatchObject([{code: 'MALFORMED_REQUEST'}])
  expect(body.meta.requestId).toBeTruthy()
})
