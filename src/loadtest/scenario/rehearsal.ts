import {MeshError} from '../../core/errors.js'
import type {Answer} from './answer.js'
import {answerTo, valuesOf} from './player.js'
import type {Script} from './script.js'
import type {Exchanges, Step} from './step.js'
import type {Values} from './template.js'

/** A target that drops or refuses single requests is no reason not to begin. */
const tries = 3

/** How long it waits before it tries again, in milliseconds. */
const pause = 100

/**
 * Plays each scenario once without its pauses, and gives the last status of each operation. Throws when one cannot be
 * played to its end: nothing that it would show under load is worth having. `first` is the number of the first iteration;
 * those of the run come later.
 */
export async function rehearse(script: Script, exchanges: Exchanges, first: number): Promise<Map<number, number>> {
  const statuses = new Map<number, number>()
  for (const [scenario, {parts}] of script.scenarios.entries()) {
    const values = valuesOf(script, first + scenario, first + scenario, 0)
    // A loop that is written out has the same steps again and again.
    for (const part of new Set(parts)) {
      if ('pause' in part) continue
      const answer = await goodAnswer(part.step, values, exchanges)
      statuses.set(part.step.operation, answer.status)
    }
  }
  return statuses
}

async function goodAnswer(step: Step, values: Values, exchanges: Exchanges): Promise<Answer> {
  for (let attempt = 1; ; attempt++) {
    const answer = await answerTo(step, values, exchanges)
    const {isGood, why = 'it went wrong'} = step.judge(answer, values)
    if (isGood) return answer
    const mayPass =
      answer.code !== 'template' && (answer.end !== 'answered' || answer.status >= 500 || answer.status === 429)
    if (mayPass && attempt < tries) {
      await new Promise(resolve => setTimeout(resolve, pause))
      continue
    }
    const because = answer.code === 'template' ? answer.text.replace(/\.$/, '') : why
    const refused = `${step.title} went wrong in the pre-flight, before any load: ${because}.`
    if (mayPass) throw new MeshError(refused, hintForNone(answer))
    throw new MeshError(refused, hintFor(answer))
  }
}

function hintForNone({code = ''}: Answer): string {
  if (code === 'ECONNREFUSED') return 'Start the service, or check the host and the port.'
  if (/^(HPE_|ERR_HTTP2|ERR_NO_HTTP2|EPROTO)/.test(code))
    return 'Check the port, and whether it wants https or HTTP/2 (--http2).'
  return code.includes('TIMEDOUT') || code.includes('DEADLINE')
    ? 'Check that the service is healthy, or allow more time with --timeout, or "deadline" of a call.'
    : 'Look into the log of the service.'
}

function hintFor({status}: Answer): string {
  if (status === 401 || status === 403)
    return 'Send credentials: "auth" of the target or of the scenario file, --auth, or a step that logs in and captures a token.'
  return 'Ask for it by hand; what an answer has to be stands in "expect" and "capture" of the step.'
}
