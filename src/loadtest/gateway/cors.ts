import {type GatewayCheck, pathOf} from './gateway-check.js'

const stranger = 'https://stranger.example'

export const cors: GatewayCheck = {
  name: 'cors',
  standard: ['RT-30'],
  rule: {
    id: 'loadtest/cors',
    severity: 'error',
    security: 'medium',
    summary: 'Require that only known origins may call from a browser',
    why: 'An origin that is echoed back lets every page act with the cookies of its visitor.',
    fix: 'List the origins, compare them as a whole, and let preflights pass the rate limiter.',
  },
  async *run(facts) {
    const {probe, headers, origin} = facts
    const path = pathOf(facts)
    const preflight = (from: string) =>
      probe.send({
        method: 'OPTIONS',
        path,
        headers: {
          origin: from,
          'access-control-request-method': 'PATCH',
          'access-control-request-headers': 'x-request-id,content-type',
        },
      })
    for (const from of [stranger, 'null']) {
      const answers = [await probe.send({path, headers: {...headers, origin: from}}), await preflight(from)]
      for (const answer of answers) {
        const allowed = answer.headers['access-control-allow-origin']
        const withCredentials = answer.headers['access-control-allow-credentials'] === 'true'
        const isBad = allowed === from || (allowed === '*' && withCredentials)
        yield isBad
          ? {
              mark: 'bad',
              text: `Origin "${from}" is allowed: "${allowed}"${withCredentials ? ', with credentials' : ''}.`,
              curl: answer.curl,
            }
          : {mark: 'good', text: `Origin "${from}" is not allowed.`}
      }
    }
    if (origin === undefined) {
      yield {
        mark: 'doubtful',
        text: 'No origin that is allowed was given: what a known one may do was not tried. Use --origin.',
      }
      return
    }
    const answer = await preflight(origin)
    const {status, curl} = answer
    const list = (name: string) => (answer.headers[name] ?? '').toLowerCase().split(/\s*,\s*/)
    const allowed = answer.headers['access-control-allow-origin']
    yield allowed === origin && status < 300
      ? {mark: 'good', text: `Origin "${origin}" is allowed.`}
      : {mark: 'bad', text: `Origin "${origin}" is answered with ${status} and "${allowed ?? ''}".`, curl}
    if (!list('access-control-allow-methods').some(each => each === 'patch' || each === '*'))
      yield {mark: 'bad', text: 'PATCH is not allowed for it.', curl}
    if (!list('access-control-allow-headers').some(each => each === 'x-request-id' || each === '*'))
      yield {mark: 'bad', text: '"X-Request-ID" is not allowed for it.', curl}
    if (!(answer.headers['vary'] ?? '').toLowerCase().includes('origin') && allowed !== '*')
      yield {
        mark: 'bad',
        text: 'The answer depends on the origin, and "Vary" does not say so: a cache would mix them up.',
        curl,
      }
  },
}
