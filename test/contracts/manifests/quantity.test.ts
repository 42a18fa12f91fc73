import {expect, test} from 'vitest'
import {quantity} from '../../../src/contracts/manifests/quantity.js'
import {isSecretName} from '../../../src/contracts/manifests/secret-name.js'

test.each([
  ['100m', 0.1],
  ['1', 1],
  ['0.5', 0.5],
  ['.5', 0.5],
  ['2e3', 2000],
  ['1Gi', 2 ** 30],
  ['1G', 1e9],
  ['128Mi', 2 ** 27],
])('%s is %d', (text, number) => expect(quantity(text)).toBeCloseTo(number, 9))

test.each(['', '1 Gi', '1GB', 'Mi', '1e', 'constructor', '0x10'])('"%s" is no quantity', text =>
  expect(quantity(text)).toBeUndefined(),
)

test.each(['JWT_SECRET', 'apiKey', 'DB_PASSWORD', 'AWS_SECRET_ACCESS_KEY', 'github-token', 'PASSWORD_1', 'SENTRY_DSN'])(
  '%s is named like a secret',
  name => expect(isSecretName(name)).toBe(true),
)

test.each([
  'SECRET_NAME',
  'KEYCLOAK_URL',
  'API_KEY_HEADER',
  'TOKEN_TTL',
  'MONKEY',
  'JWT_PUBLIC_KEY',
  'DB_PASSWORD_FILE',
])('%s is not', name => expect(isSecretName(name)).toBe(false))
