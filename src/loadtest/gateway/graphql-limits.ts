import type {GatewayCheck, GatewayFacts, Observation} from './gateway-check.js'

export const graphqlLimits: GatewayCheck = {
  name: 'graphql-limits',
  standard: ['RT-33'],
  rule: {
    id: 'loadtest/graphql-limits',
    severity: 'error',
    summary: 'Require limits on what one GraphQL request may ask for',
    why: 'A query of a few lines may ask for everything there is, many times over.',
    fix: 'Refuse depth above 10 and complexity above 100, batches and GET, and introspection outside of development.',
  },
  needs: ({graphql}) => (graphql === undefined ? '--graphql /graphql' : undefined),
  async *run(facts) {
    const {probe, headers, graphql} = facts
    if (graphql === undefined) return
    const hello = await ask(facts, '{ __typename }')
    if (hello.status >= 400) {
      yield {
        mark: 'doubtful',
        text: `"${graphql}" answers ${hello.status} to "{ __typename }": it cannot be tried.`,
        curl: hello.curl,
      }
      return
    }
    yield judged('Introspection', await ask(facts, '{ __schema { types { name } } }'))
    const deep = `{ __type(name: "Query") ${'{ fields { type '.repeat(6)}{ name }${' } }'.repeat(6)} }`
    yield judged('A query that is 14 levels deep', await ask(facts, deep))
    const wide = `{ ${Array.from({length: 500}, (_, index) => `a${index}: __typename`).join(' ')} }`
    yield judged('A query with 500 aliases', await ask(facts, wide))
    const query = new URLSearchParams({query: '{ __typename }'})
    const got = await probe.send({path: `${graphql}?${query}`, headers})
    yield got.status >= 400
      ? {mark: 'good', text: `A query by GET is refused with ${got.status}.`}
      : {mark: 'bad', text: `A query by GET is answered with ${got.status}.`, curl: got.curl}
    const batch = JSON.stringify(Array.from({length: 100}, () => ({query: '{ __typename }'})))
    yield judged('A batch of 100', await post(facts, batch))
  },
}

const ask = (facts: GatewayFacts, query: string) => post(facts, JSON.stringify({query}))

function post({probe, headers, graphql = '/graphql'}: GatewayFacts, body: string) {
  return probe.send({method: 'POST', path: graphql, headers: {...headers, 'content-type': 'application/json'}, body})
}

/** GraphQL may refuse with 200 and errors, without data. */
function judged(what: string, {status, json, curl}: Awaited<ReturnType<typeof ask>>): Observation {
  const answer = typeof json === 'object' && json !== null && !Array.isArray(json) ? json : {}
  const isRefused = status >= 400 || ('errors' in answer && (!('data' in answer) || answer.data === null))
  return isRefused
    ? {mark: 'good', text: `${what} is refused.`}
    : {mark: 'bad', text: `${what} is answered with ${status}.`, curl}
}
