import {envelopeFault, errorCodeOf, memberAt} from '../answer.js'
import {bad, doubtful, type GatewayCheck, type GatewayFacts, good, type Observation} from '../gateway-check.js'
import {NoAnswer, type ProbeRequest} from '../probe.js'
import {locationOf, tidied} from './resources.js'
import {needsWrite, type Writable, writables} from './writable.js'

/** The largest body of the standard: 10 MB. */
const largest = 10 * 1024 * 1024

/** A gateway may close the connection while the rest of a body is on its way: then its answer is lost. */
const tries = 3

export const bodyLimits: GatewayCheck = {
  name: 'body-limits',
  standard: ['RT-17'],
  rule: {
    id: 'loadtest/body-limits',
    severity: 'error',
    security: 'medium',
    summary: 'Require that bodies which are too large, of another type, broken or wrong are refused, each in its way',
    why: 'A body without limit fills the memory of whoever reads it; a wrong one that is taken is stored.',
    fix: 'Answer 413 above 10 MB, 415 for other types, 400 for what is no JSON and 422 with the field for what does not fit.',
  },
  needs: facts => needsWrite(facts, 'an operation with a body of JSON', withBody),
  async *run(facts) {
    const write = withBody(facts)
    if (write === undefined) return
    const made: string[] = []
    const {request, body, operation} = write
    const plain = request(body)
    const tried: [string, number, ProbeRequest][] = [
      ['a body of 10 MB and a byte', 413, {...plain, body: tooLarge()}],
      ['a body of 10 MB and a byte in chunks', 413, {...plain, body: tooLarge(), chunked: true}],
      ['text in place of JSON', 415, {...plain, headers: {...plain.headers, 'content-type': 'text/plain'}}],
      ['half of a body', 400, {...plain, body: plain.body.slice(0, -1)}],
    ]
    for (const [what, status, sent] of tried)
      yield await refused(facts, `"${operation.title}" with ${what}`, status, sent, made)
    yield await fieldNamed(facts, write, made)
    yield* tidied(facts, made)
  },
}

function withBody(facts: GatewayFacts): Writable | undefined {
  return writables(facts, ['POST', 'PUT', 'PATCH'])[0]
}

async function refused(
  {probe}: GatewayFacts,
  what: string,
  expected: number,
  request: ProbeRequest,
  made: string[],
): Promise<Observation> {
  for (let attempt = 1; ; attempt++)
    try {
      const answer = await probe.send(request)
      const location = locationOf(answer)
      if (location !== undefined) made.push(location)
      if (answer.status !== expected)
        return bad(`${what} is answered with ${answer.status} instead of ${expected}.`, answer)
      const fault = envelopeFault(answer)
      return fault === undefined
        ? good(`${what} is refused with ${expected}.`)
        : bad(`${what} is refused with ${expected}, but ${fault}.`, answer)
    } catch (error) {
      if (!(error instanceof NoAnswer)) throw error
      if (error.code === 'ETIMEDOUT') return bad(`${what} is not answered.`, error)
      if (attempt === tries)
        return doubtful(`${what} ends the connection before there is an answer (${error.code}).`, error)
    }
}

/** A member that does not fit is named, so that a form can show it. */
async function fieldNamed(
  {probe}: GatewayFacts,
  {request, broken, body, operation}: Writable,
  made: string[],
): Promise<Observation> {
  const wrong = broken(body)
  if (wrong === undefined) return doubtful(`"${operation.title}" takes everything: no body is wrong.`)
  const answer = await probe.send(request(wrong.body))
  const location = locationOf(answer)
  if (location !== undefined) made.push(location)
  const text = `"${operation.title}" with a wrong "${wrong.field}" is answered with ${answer.status}`
  if (answer.status !== 422) return bad(`${text} instead of 422.`, answer)
  const fields = memberAt(answer.json, 'errors')
  const named =
    Array.isArray(fields) && fields.some(error => String(memberAt(error, 'field')).split('.')[0] === wrong.field)
  return named
    ? good(`${text} (${errorCodeOf(answer)}), and "field" says which.`)
    : bad(`${text}, but no error has the "field" "${wrong.field}".`, answer)
}

function tooLarge(): Buffer {
  const text = Buffer.alloc(largest + 1, ' ')
  text.write('{"text": "')
  text.write('"}', text.length - 2)
  return text
}
