import {memberAt} from './answer.js'
import {type GatewayCheck, pathOf} from './gateway-check.js'

/** How many requests with ids of their own are under way at once. */
const together = 50

/** Ids of requests come back, are made where there are none, and never those of somebody else. */
export const ids: GatewayCheck = {
  name: 'ids',
  standard: ['RT-05'],
  rule: {
    id: 'loadtest/ids',
    severity: 'error',
    summary: 'Require that every answer carries the ids of its own request',
    why: 'An id that is lost breaks the trail through the logs; one of another request means that answers are mixed up.',
    fix: 'Take X-Request-ID and X-Correlation-ID of the request, or make them, and put them into the answer and its meta.',
  },
  async *run(facts) {
    const {probe, headers} = facts
    const path = pathOf(facts)
    for (const name of ['x-request-id', 'x-correlation-id']) {
      const id = crypto.randomUUID()
      const answer = await probe.send({path, headers: {...headers, [name]: id}})
      const echoed = answer.headers[name]
      yield echoed === id
        ? {mark: 'good', text: `"${name}" comes back.`}
        : {
            mark: 'bad',
            text: `"${name}" comes back as ${echoed === undefined ? 'nothing' : `"${echoed}"`}.`,
            curl: answer.curl,
          }
    }
    const made = await Promise.all([1, 2].map(() => probe.send({path, headers})))
    const generated = made.map(answer => answer.headers['x-request-id'])
    yield generated.every(id => id !== undefined && id !== '') && generated[0] !== generated[1]
      ? {mark: 'good', text: 'Requests without an id get one each.'}
      : {
          mark: 'bad',
          text: `Requests without an id get ${generated.map(id => `"${id ?? ''}"`).join(' and ')}.`,
          ...(made[0] && {curl: made[0].curl}),
        }
    const [first] = made
    const told = memberAt(first?.json, 'meta', 'requestId')
    if (first && told !== undefined)
      yield told === first.headers['x-request-id']
        ? {mark: 'good', text: '"meta.requestId" is that of the header.'}
        : {
            mark: 'bad',
            text: `"meta.requestId" is "${told}", and the header "${first.headers['x-request-id']}".`,
            curl: first.curl,
          }
    yield* mixedUp(facts, path)
  },
}

async function* mixedUp({probe, headers}: Parameters<GatewayCheck['run']>[0], path: string) {
  const sent = Array.from({length: together}, () => crypto.randomUUID())
  const answers = await Promise.all(sent.map(id => probe.send({path, headers: {...headers, 'x-request-id': id}})))
  const wrong = answers.filter((answer, index) => {
    const told = memberAt(answer.json, 'meta', 'requestId')
    return answer.headers['x-request-id'] !== sent[index] || (told !== undefined && told !== sent[index])
  })
  const [one] = wrong
  yield one === undefined
    ? {mark: 'good' as const, text: `${together} requests at once get their own ids back.`}
    : {
        mark: 'bad' as const,
        text: `${wrong.length} of ${together} requests at once get another id back: answers may be mixed up.`,
        curl: one.curl,
      }
}
