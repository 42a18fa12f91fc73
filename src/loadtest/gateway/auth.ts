import {envelopeFault, leakIn} from './answer.js'
import {type GatewayCheck, type GatewayFacts, type Observation, pathOf} from './gateway-check.js'

/** Bad tokens, bad paths and headers that claim an identity: none of them may get in. */
export const auth: GatewayCheck = {
  name: 'auth',
  standard: ['RT-09', 'RT-12', 'RT-13'],
  rule: {
    id: 'loadtest/auth',
    severity: 'error',
    security: 'critical',
    summary: 'Require that a gateway lets nobody in without valid credentials',
    why: 'One way around the credentials is a way into every service behind the gateway.',
    fix: 'Check tokens by signature, issuer, audience and time, on the path as the router sees it, and remove identity headers of clients.',
  },
  async *run(facts) {
    const {probe, headers} = facts
    const path = pathOf(facts)
    const name = Object.keys(headers).find(each => each.toLowerCase() === 'authorization')
    if (name === undefined) {
      yield {
        mark: 'doubtful',
        text: 'No credentials were given, so it cannot be seen which paths need them. Use --header "Authorization: Bearer …".',
      }
      return
    }
    const without = {...headers, [name]: undefined}
    const open = await probe.send({path, headers: without})
    if (open.status < 400) {
      yield {
        mark: 'doubtful',
        text: `"GET ${path}" answers ${open.status} to everybody: name a path that needs credentials with --path.`,
        curl: open.curl,
      }
      return
    }
    for (const [what, value] of badCredentials(headers[name] ?? ''))
      yield await refused(facts, `with ${what}`, path, {...headers, [name]: value})
    for (const other of waysAround(path)) {
      const answer = await probe.send({path: other, headers: without})
      const isIn = answer.status < 300
      yield {
        mark: isIn ? 'bad' : 'good',
        text: `"GET ${other}" without credentials is answered with ${answer.status}${isIn ? ': a way around' : ''}.`,
        curl: answer.curl,
      }
    }
    for (const claim of [
      {'X-User-ID': 'admin', 'X-User-Roles': 'admin'},
      {x_user_id: 'admin'},
      {'X-Forwarded-User': 'admin'},
    ])
      yield await refused(facts, `with ${Object.keys(claim).join(' and ')} instead of credentials`, path, {
        ...without,
        ...claim,
      })
  },
}

async function refused(
  {probe}: GatewayFacts,
  how: string,
  path: string,
  headers: Readonly<Record<string, string | undefined>>,
): Promise<Observation> {
  const answer = await probe.send({path, headers})
  const {status, curl} = answer
  const fault = status === 401 ? (envelopeFault(answer) ?? leakOf(answer)) : undefined
  const text = `"GET ${path}" ${how} is answered with ${status}`
  if (status !== 401) return {mark: 'bad', text: `${text} instead of 401.`, curl}
  return fault === undefined ? {mark: 'good', text: `${text}.`} : {mark: 'bad', text: `${text}, but ${fault}.`, curl}
}

function leakOf(answer: Parameters<typeof leakIn>[0]): string | undefined {
  const leak = leakIn(answer)
  return leak && `it tells ${leak}`
}

/** What nobody may get in with. A token of the run is taken apart, so that everything but one thing about it is right. */
function badCredentials(valid: string): [string, string | undefined][] {
  const [, token = ''] = /^Bearer\s+(.+)$/i.exec(valid) ?? []
  const [header, payload, signature] = token.split('.')
  const always: [string, string | undefined][] = [
    ['no credentials', undefined],
    ['an empty token', 'Bearer '],
    ['a token that is none', 'Bearer not.a.token'],
    ['another scheme', 'Basic YWRtaW46YWRtaW4='],
  ]
  if (header === undefined || payload === undefined || signature === undefined) return always
  const claims = decoded(payload)
  const past = encoded({...claims, exp: 1_000_000_000})
  const unsigned = encoded({...decoded(header), alg: 'none'})
  const symmetric = encoded({...decoded(header), alg: 'HS256'})
  return [
    ...always,
    ['a broken signature', `Bearer ${header}.${payload}.${flipped(signature)}`],
    ['another subject under the same signature', `Bearer ${header}.${encoded({...claims, sub: 'admin'})}.${signature}`],
    ['a time that is over under the same signature', `Bearer ${header}.${past}.${signature}`],
    ['"alg": "none"', `Bearer ${unsigned}.${payload}.`],
    ['"alg": "HS256"', `Bearer ${symmetric}.${payload}.${signature}`],
    ['the signature left out', `Bearer ${header}.${payload}.`],
  ]
}

function decoded(part: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(Buffer.from(part, 'base64url').toString())
    return typeof value === 'object' && value !== null ? {...value} : {}
  } catch {
    return {}
  }
}

function encoded(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url')
}

/** Another character in the middle: the last one of a signature may have bits that do not count. */
function flipped(signature: string): string {
  const at = Math.floor(signature.length / 2)
  return `${signature.slice(0, at)}${signature[at] === 'A' ? 'B' : 'A'}${signature.slice(at + 1)}`
}

/** Spellings of a path that a check of paths may take for a public one, and a router for this one. */
function waysAround(path: string): string[] {
  const [bare = '', query = ''] = path.split(/(?=\?)/)
  const first = bare.slice(1)
  return [
    `${bare}/public`,
    `${bare}/health`,
    `//${first}`,
    `/./${first}`,
    `/health/..${bare}`,
    `/health/%2e%2e${bare}`,
    `/health/..%2f${first}`,
    `${bare};a=b`,
    `${bare}%2f`,
    `${bare}%00`,
  ].map(each => each + query)
}
