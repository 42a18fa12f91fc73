import {lookup as systemLookup} from 'node:dns/promises'
import {afterAll, beforeAll, describe, expect, test} from 'vitest'
import {createAddressGuard, isPublicAddress} from '../../src/webhooks/address-guard.js'
import {startService, type TestService} from '../service.js'

test.each([
  '8.8.8.8',
  '1.1.1.1',
  '172.15.255.255',
  '172.32.0.1',
  '192.167.1.1',
  '100.63.255.255',
  '2606:4700:4700::1111',
  '2a00:1450:4001:81b::200e',
])('%s is public', address => expect(isPublicAddress(address)).toBe(true))

test.each([
  '0.0.0.0',
  '10.1.2.3',
  '127.0.0.1',
  '127.255.255.254',
  '169.254.169.254',
  '172.16.0.1',
  '172.31.255.255',
  '192.168.0.1',
  '100.64.0.1',
  '198.18.0.1',
  '224.0.0.1',
  '255.255.255.255',
  '::',
  '::1',
  '::ffff:127.0.0.1',
  '::ffff:8.8.8.8',
  '64:ff9b::7f00:1',
  'fc00::1',
  'fd12:3456::1',
  'fe80::1%eth0',
  'ff02::1',
  '2001:db8::1',
  '2002:7f00:1::',
  'localhost',
  '',
])('%s is not', address => expect(isPublicAddress(address)).toBe(false))

describe('a guard', () => {
  const guard = createAddressGuard({open: false})

  test.each([
    ['http://example.com/', 'The address must use https.'],
    ['ftp://example.com/', 'The address must use https.'],
    ['https://user:pass@example.com/', 'The address must hold no credentials.'],
    ['https://127.0.0.1/', '"127.0.0.1" is no public address.'],
    ['https://2130706433/', '"127.0.0.1" is no public address.'],
    ['https://0x7f.1/', '"127.0.0.1" is no public address.'],
    ['https://[::1]:8443/', '"::1" is no public address.'],
    ['https://[::ffff:10.0.0.1]/', '"::ffff:a00:1" is no public address.'],
    ['https://localhost/', '"localhost" does not lead to the public Internet.'],
  ])('refuses %s', async (url, why) => {
    await expect(guard.check(url)).rejects.toThrow(why)
  })

  test('looks at the very address that a connection will have', async () => {
    const answer = await new Promise<unknown>(resolve =>
      guard.lookup('localhost', {all: true}, error => resolve(error)),
    )
    expect(answer).toMatchObject({code: 'ADDRESS_REFUSED'})
    const open = createAddressGuard({open: true})
    const found = await new Promise<unknown>(resolve =>
      open.lookup('localhost', {all: true}, (_error, addresses) => resolve(addresses)),
    )
    expect(found).toEqual(await systemLookup('localhost', {all: true}))
    const one = await new Promise<unknown>(resolve =>
      open.lookup('localhost', {}, (_error, address, family) => resolve([typeof address, typeof family])),
    )
    expect(one).toEqual(['string', 'number'])
  })
})

describe('a service that is not open', () => {
  let service: TestService
  beforeAll(async () => {
    service = await startService()
  })
  afterAll(() => service.close())

  test.each([
    'http://example.com/hook',
    'https://127.0.0.1/hook',
    'https://localhost/',
    'https://169.254.169.254/latest',
  ])('takes no webhook for %s', async url => {
    const body = {url, eventTypes: ['WorkItemCreated']}
    const {status, body: answer} = await service.send('/api/v1/webhooks', {method: 'POST', body})
    expect([status, answer.errors[0].code, answer.errors[0].field]).toEqual([422, 'VALIDATION_FAILED', 'url'])
  })
})
