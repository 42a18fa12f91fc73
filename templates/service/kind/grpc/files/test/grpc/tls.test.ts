import {execFileSync} from 'node:child_process'
import {mkdtempSync, readFileSync, rmSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {credentials} from '@grpc/grpc-js'
import {afterAll, describe, expect, test} from 'vitest'
import {readSettings} from '../../src/settings.js'
import {startService} from '../service.js'
import {connect} from './client.js'

const folder = mkdtempSync(join(tmpdir(), 'grpc-tls-'))
afterAll(() => rmSync(folder, {recursive: true}))
const file = (name: string) => join(folder, name)

/** An authority and a certificate that it has signed; false where there is no openssl. */
function certificates(): boolean {
  const openssl = (...words: string[]) => execFileSync('openssl', words, {stdio: 'pipe'})
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes']
  try {
    openssl(
      'req',
      '-x509',
      ...key,
      '-keyout',
      file('ca.key'),
      '-out',
      file('ca.pem'),
      '-subj',
      '/CN=Test CA',
      '-days',
      '2',
    )
    for (const name of ['server', 'client']) {
      const subject = ['-subj', `/CN=${name}`, '-addext', 'subjectAltName=IP:127.0.0.1']
      openssl('req', ...key, '-keyout', file(`${name}.key`), '-out', file(`${name}.csr`), ...subject)
      const authority = ['-CA', file('ca.pem'), '-CAkey', file('ca.key'), '-CAcreateserial', '-copy_extensions', 'copy']
      openssl('x509', '-req', '-in', file(`${name}.csr`), ...authority, '-out', file(`${name}.pem`), '-days', '1')
    }
    return true
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return false
    throw error
  }
}

describe.skipIf(!certificates())('with certificates (needs openssl)', () => {
  const environment = () => ({
    GRPC_TLS_CERT_FILE: file('server.pem'),
    GRPC_TLS_KEY_FILE: file('server.key'),
    GRPC_TLS_CLIENT_CA_FILE: file('ca.pem'),
  })

  test('clients are known by theirs, and nobody else gets in', async () => {
    const service = await startService({environment: environment()})
    expect(service.addresses.some(address => address.startsWith('grpcs://'))).toBe(true)
    const pem = (name: string) => readFileSync(file(name))
    const known = connect(service, credentials.createSsl(pem('ca.pem'), pem('client.key'), pem('client.pem')))
    expect(await known.call('ListWorkItems', {})).toMatchObject({code: 'OK'})
    const unknown = connect(service, credentials.createSsl(pem('ca.pem')))
    const plain = connect(service)
    for (const stranger of [unknown, plain]) {
      expect((await stranger.call('ListWorkItems', {}, {within: 1000})).code).toMatch(/UNAVAILABLE|DEADLINE_EXCEEDED/)
      stranger.close()
    }
    known.close()
    await service.close()
  })
})

test('without a certificate only this machine is listened to, unless somebody else encrypts', async () => {
  const address = async (environment: Readonly<Record<string, string>>) => {
    const service = await startService({environment: {HOST: '0.0.0.0', ...environment}})
    await service.close()
    return service.addresses.find(each => each.startsWith('grpc'))
  }
  expect(await address({})).toContain('grpc://127.0.0.1:')
  expect(await address({GRPC_PLAINTEXT: 'true'})).toContain('grpc://0.0.0.0:')
})

test('half of the settings is a mistake, and production does not speak in the open by accident', () => {
  const production = {NODE_ENV: 'production', JWKS_URL: 'https://x.example.com', JWT_ISSUER: 'i', JWT_AUDIENCE: 'a'}
  expect(() => readSettings(production)).toThrow('GRPC_TLS_CERT_FILE is not set. Production needs it')
  // Features of the service may ask for more in production.
  expect(() => readSettings({...production, GRPC_PLAINTEXT: 'true'})).not.toThrow(/GRPC_/)
  expect(() => readSettings({GRPC_TLS_KEY_FILE: 'x'})).toThrow('GRPC_TLS_CERT_FILE is not set.')
  expect(() => readSettings({GRPC_TLS_CLIENT_CA_FILE: 'x'})).toThrow('It goes with GRPC_TLS_CLIENT_CA_FILE.')
})

test('a certificate that is not there is told by its name', async () => {
  const environment = {GRPC_TLS_CERT_FILE: file('nothing.pem'), GRPC_TLS_KEY_FILE: file('nothing.key')}
  await expect(startService({environment})).rejects.toThrow(
    /GRPC_TLS_CERT_FILE is ".+nothing.pem", which can not be read/,
  )
})
