import {type GatewayCheck, type Observation, pathOf} from './gateway-check.js'

/** Headers that tell a browser what it must not do, by what is wrong about them. */
const wanted: readonly (readonly [string, (value: string | undefined, isSecure: boolean) => string | undefined])[] = [
  ['x-content-type-options', value => (value === 'nosniff' ? undefined : 'is to be "nosniff"')],
  ['x-frame-options', value => (/^(deny|sameorigin)$/i.test(value ?? '') ? undefined : 'is to be "DENY"')],
  ['content-security-policy', value => (value === undefined ? 'is missing' : undefined)],
  [
    'strict-transport-security',
    (value, isSecure) =>
      !isSecure || Number(/max-age=(\d+)/.exec(value ?? '')?.[1] ?? 0) >= 31_536_000
        ? undefined
        : 'is to have max-age=31536000 or more',
  ],
]

/** What tells which software, and which version of it, is to be attacked. */
const telling = ['x-powered-by', 'x-aspnet-version', 'x-runtime']

export const headers: GatewayCheck = {
  name: 'headers',
  standard: ['RT-29'],
  rule: {
    id: 'loadtest/headers',
    severity: 'error',
    security: 'low',
    summary: 'Require security headers on every answer, of errors, too',
    why: 'A browser guesses, frames and downgrades unless it is told not to.',
    fix: 'Set the headers at the gateway, for all answers, and remove those that name the software.',
  },
  async *run(facts) {
    const {probe} = facts
    const answers = [
      ['an answer', await probe.send({path: pathOf(facts), headers: facts.headers})],
      ['an error', await probe.send({path: `/${crypto.randomUUID()}`, headers: facts.headers})],
    ] as const
    for (const [which, answer] of answers) {
      const isSecure = /'https:/.test(answer.curl)
      for (const [name, faultOf] of wanted) {
        const value = answer.headers[name]
        const fault = faultOf(value, isSecure)
        yield fault === undefined
          ? {mark: 'good', text: `"${name}" of ${which} is right.`}
          : {
              mark: 'bad',
              text: `"${name}" of ${which} is ${value === undefined ? 'missing' : `"${value}"`}; it ${fault.replace('is missing', 'is to be set')}.`,
              curl: answer.curl,
            }
      }
      for (const name of telling) {
        const value = answer.headers[name]
        if (value !== undefined)
          yield {
            mark: 'bad',
            text: `"${name}" of ${which} tells the software: "${value}".`,
            curl: answer.curl,
          } satisfies Observation
      }
      const server = answer.headers['server']
      if (server !== undefined && /\d/.test(server))
        yield {mark: 'bad', text: `"server" of ${which} tells a version: "${server}".`, curl: answer.curl}
    }
  },
}
