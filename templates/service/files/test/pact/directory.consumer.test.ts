import {MatchersV3, PactV3} from '@pact-foundation/pact'
import {afterEach, expect, test} from 'vitest'
import {service} from '../../src/about.js'
import {createLogger} from '../../src/platform/logging/logger.js'
import {createMetrics} from '../../src/platform/metrics/metrics.js'
import {standardLimits} from '../../src/platform/outbound/call-limits.js'
import {createUpstream, type Upstream} from '../../src/platform/outbound/upstream.js'
import {createDirectory} from '../../src/upstreams/directory.js'

const {datetime, like, number, regex, uuid} = MatchersV3

// What this service expects of the member directory; `mesh pact test` writes it to pacts/.
const pact = new PactV3({consumer: service, provider: 'directory', dir: 'pacts', logLevel: 'error'})

const headers = {
  'x-request-id': uuid(),
  'x-correlation-id': regex('^[A-Za-z0-9._-]{1,128}$', 'c-1'),
  'x-platform': 'service',
}

const meta = {
  requestId: uuid(),
  timestamp: datetime("yyyy-MM-dd'T'HH:mm:ss.SSSX", '2026-01-31T10:00:00.000Z'),
  version: regex('^v[1-9][0-9]*$', 'v1'),
  platform: regex('^(web|ios|android|desktop|iot|service)$', 'service'),
  processingTime: number(1.5),
}

/** What is said matters here, not how soon: the server of Pact may have to wait for its share of the machine. */
const patient = {...standardLimits, connect: 10_000, perTry: 10_000, total: 12_000}

let upstream: Upstream | undefined
afterEach(() => upstream?.close())

function directoryAt(url: string) {
  const logger = createLogger({service, version: '0', level: 'silent'})
  upstream = createUpstream({name: 'directory', url, service, metrics: createMetrics(), logger, limits: patient})
  return createDirectory(upstream)
}

test('a member is found', async () => {
  pact
    .given('there is a member "m-1"')
    .uponReceiving('a question for a member that exists')
    .withRequest({method: 'GET', path: '/api/v1/members/m-1', headers})
    .willRespondWith({status: 200, contentType: 'application/json', body: {data: like({id: 'm-1'}), meta}})
  await pact.executeTest(async ({url}) => {
    expect(await directoryAt(url).hasMember('m-1')).toBe(true)
  })
})

test('a member is not found', async () => {
  const error = {code: 'MEMBER_NOT_FOUND', message: like('There is no such member.'), severity: 'low', retryable: false}
  pact
    .given('there is no member "m-2"')
    .uponReceiving('a question for a member that does not exist')
    .withRequest({method: 'GET', path: '/api/v1/members/m-2', headers})
    .willRespondWith({status: 404, contentType: 'application/json', body: {errors: [error], meta}})
  await pact.executeTest(async ({url}) => {
    expect(await directoryAt(url).hasMember('m-2')).toBe(false)
  })
})

test('a directory that can not answer is no proof against a member', async () => {
  const error = {
    code: 'RATE_LIMIT_EXCEEDED',
    message: like('Too many requests.'),
    severity: 'medium',
    retryable: true,
    details: like({retryAfter: 30}),
  }
  pact
    .given('this service has used up its calls')
    .uponReceiving('a question too many')
    .withRequest({method: 'GET', path: '/api/v1/members/m-3', headers})
    .willRespondWith({
      status: 429,
      headers: {'retry-after': regex('^[1-9][0-9]*$', '30')},
      contentType: 'application/json',
      body: {errors: [error], meta},
    })
  await pact.executeTest(async ({url}) => {
    await expect(directoryAt(url).hasMember('m-3')).rejects.toMatchObject({code: 'UPSTREAM_BAD_RESPONSE'})
  })
})
