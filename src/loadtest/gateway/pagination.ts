import {memberAt} from './answer.js'
import type {GatewayCheck, GatewayFacts, Observation} from './gateway-check.js'

/** A walk ends after so many pages, whatever is behind them. */
const mostPages = 25

export const pagination: GatewayCheck = {
  name: 'pagination',
  standard: ['RT-18'],
  rule: {
    id: 'loadtest/pagination',
    severity: 'error',
    summary: 'Require that pages have no gap, no duplicate and no size that was not allowed',
    why: 'A client that walks through a list loses entries, or handles them twice, and notices neither.',
    fix: 'Sort by something unique, refuse limits out of 1 to 100 with 422, and count what the filter leaves.',
  },
  async *run(facts) {
    const path = await listPath(facts)
    if (path === undefined) {
      yield {
        mark: 'doubtful',
        text: 'No operation answers with a list and "meta.pagination": there is nothing to walk through.',
      }
      return
    }
    for (const limit of ['0', '-1', '101', 'x']) {
      const answer = await facts.probe.send({path: `${path}?limit=${limit}`, headers: facts.headers})
      yield [400, 422].includes(answer.status)
        ? {mark: 'good', text: `"GET ${path}?limit=${limit}" is refused with ${answer.status}.`}
        : {
            mark: 'bad',
            text: `"GET ${path}?limit=${limit}" is answered with ${answer.status} instead of 422.`,
            curl: answer.curl,
          }
    }
    yield* walk(facts, path)
  },
}

async function listPath({probe, operations, headers}: GatewayFacts): Promise<string | undefined> {
  for (const {paths} of operations) {
    const [path = ''] = (paths[0] ?? '').split('?')
    const {json} = await probe.send({path, headers})
    if (Array.isArray(memberAt(json, 'data')) && memberAt(json, 'meta', 'pagination') !== undefined) return path
  }
  return undefined
}

async function* walk({probe, headers}: GatewayFacts, path: string): AsyncGenerator<Observation> {
  const seen = new Map<string, number>()
  let total: unknown
  for (let page = 1; page <= mostPages; page++) {
    const answer = await probe.send({path: `${path}?page=${page}&limit=2`, headers})
    const {json, curl} = answer
    const entries = memberAt(json, 'data')
    if (!Array.isArray(entries)) {
      yield {mark: 'bad', text: `Page ${page} of "${path}" is answered with ${answer.status} and no list.`, curl}
      return
    }
    for (const entry of entries) {
      const key = JSON.stringify(memberAt(entry, 'id') ?? entry)
      const before = seen.get(key)
      if (before !== undefined) {
        yield {mark: 'bad', text: `Entry ${key} of "${path}" is on page ${before} and on page ${page}.`, curl}
        return
      }
      seen.set(key, page)
    }
    const told = memberAt(json, 'meta', 'pagination', 'total')
    if (page > 1 && told !== total) {
      yield {
        mark: 'doubtful',
        text: `"total" of "${path}" changed from ${String(total)} to ${String(told)} on the way: something is being written.`,
        curl,
      }
      return
    }
    total = told
    const hasNext = memberAt(json, 'meta', 'pagination', 'hasNext')
    if (hasNext === true && entries.length < 2) {
      yield {
        mark: 'bad',
        text: `Page ${page} of "${path}" has ${entries.length} of 2 entries, and says that there are more.`,
        curl,
      }
      return
    }
    if (hasNext === true) continue
    yield typeof total === 'number' && total !== seen.size
      ? {mark: 'bad', text: `"total" of "${path}" is ${total}, and ${seen.size} entries are on its pages.`, curl}
      : {mark: 'good', text: `${seen.size} entries of "${path}" on ${page} pages, each once.`}
    return
  }
  yield {mark: 'good', text: `${seen.size} entries of "${path}" on the first ${mostPages} pages, each once.`}
}
