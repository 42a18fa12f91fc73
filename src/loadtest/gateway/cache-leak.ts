import {type GatewayCheck, pathOf} from './gateway-check.js'

export const cacheLeak: GatewayCheck = {
  name: 'cache-leak',
  standard: ['RT-14'],
  rule: {
    id: 'loadtest/cache-leak',
    severity: 'error',
    security: 'high',
    summary: 'Require that nobody gets an answer that was kept for somebody else',
    why: 'A cache that knows the address but not the caller shows one customer the data of another.',
    fix: 'Keep answers to requests with credentials for their caller alone, unless they say "public".',
  },
  async *run(facts) {
    const {probe, headers, otherHeaders} = facts
    const path = pathOf(facts)
    const first = await probe.send({path, headers})
    const control = first.headers['cache-control'] ?? ''
    yield /\bpublic\b|\bs-maxage\b/.test(control) && headersHaveCredentials(headers)
      ? {
          mark: 'bad',
          text: `The answer to a request with credentials may be kept for everybody: "Cache-Control: ${control}".`,
          curl: first.curl,
        }
      : {mark: 'good', text: `The answer may not be kept for everybody${control === '' ? '' : ` ("${control}")`}.`}
    // What was kept for the first caller must not reach one without credentials.
    const open = await probe.send({path})
    if (headersHaveCredentials(headers))
      yield open.status < 300
        ? {
            mark: 'bad',
            text: `"GET ${path}" answers ${open.status} to somebody without credentials, after somebody with them asked for it.`,
            curl: open.curl,
          }
        : {mark: 'good', text: `Somebody without credentials gets ${open.status}, not the answer that was just given.`}
    if (otherHeaders === undefined) {
      yield {
        mark: 'doubtful',
        text: 'Nobody else was given: whether two callers get their own answers was not tried. Use --other-header.',
      }
      return
    }
    const [mine, other, again] = [
      first,
      await probe.send({path, headers: otherHeaders}),
      await probe.send({path, headers}),
    ]
    const keyOf = (answer: typeof first) => answer.headers['x-request-id'] ?? ''
    const isMixed = keyOf(other) !== '' && keyOf(other) === keyOf(mine)
    yield isMixed || (other.headers['age'] !== undefined && other.body.equals(mine.body))
      ? {mark: 'bad', text: `Two callers get the same kept answer of "GET ${path}".`, curl: other.curl}
      : {mark: 'good', text: `Two callers get answers of their own (${mine.status}, ${other.status}, ${again.status}).`}
  },
}

function headersHaveCredentials(headers: Readonly<Record<string, string>>): boolean {
  return Object.keys(headers).some(name => /^(authorization|x-api-key|cookie)$/i.test(name))
}
