import {expect, test} from 'vitest'
import {complaintAbout, mended, validateName} from '../../src/scaffold/name.js'

test.each(['orders', 'payment-methods', 'a', '3d-models', 'x'.repeat(63), 'oauth2'])('"%s" is a name', name => {
  expect(complaintAbout(name)).toBeUndefined()
})

test.each([
  ['', 'it is empty', undefined],
  ['.', 'it is a path', undefined],
  ['..', 'it is a path', undefined],
  ['../orders', 'it is a path', 'orders'],
  ['/etc/passwd', 'it is a path', 'etc-passwd'],
  ['a\\b', 'it is a path', 'a-b'],
  ['@acme/orders', 'it is a path', 'acme-orders'],
  ['OrderService', 'upper-case', 'order-service'],
  ['order_service', 'it has "_" in it', 'order-service'],
  ['my orders', 'it has " " in it', 'my-orders'],
  ['orders.v2', 'it has "." in it', 'orders-v2'],
  ['größe', 'it has "ö" in it', 'gro-e'],
  ['café', 'it has "é" in it', 'cafe'],
  ['a\nb', 'it has', 'a-b'],
  ['-orders', 'begins and ends', 'orders'],
  ['orders-', 'begins and ends', 'orders'],
  ['x'.repeat(64), 'it has 64 characters', 'x'.repeat(63)],
  ['con', 'a device on Windows', 'con-service'],
  ['lpt1', 'a device on Windows', 'lpt1-service'],
  ['http', 'npm refuses it: http is a core module name', 'http-service'],
  ['node_modules', 'it has "_" in it', 'node-modules'],
  ['日本', 'it has "日" in it', undefined],
])('"%s" is none: %s', (name, complaint, better) => {
  expect(complaintAbout(name)).toContain(complaint)
  expect(mended(name)).toBe(better)
  expect(() => validateName(name)).toThrow(`"${name}" cannot be the name: `)
})
