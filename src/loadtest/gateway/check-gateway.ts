import {Interrupted, MeshError} from '../../core/errors.js'
import type {Report} from '../../core/report.js'
import {didYouMean} from '../../core/suggest.js'
import {type Checked, type LeftOut, reportOf} from './check-report.js'
import type {CheckRequest, CheckSurroundings} from './check-request.js'
import {gatewayChecks} from './checks.js'
import {doubtful, type GatewayCheck, type GatewayFacts, type Observation} from './gateway-check.js'
import {openFacts} from './open-facts.js'
import {NoAnswer, type Probe, type ProbeAnswer} from './probe.js'

export type {CheckRequest, CheckSurroundings} from './check-request.js'

/** Tries a gateway from outside and says what it lets pass that it should not. */
export async function checkGateway(request: CheckRequest, surroundings: CheckSurroundings): Promise<Report> {
  const {progress, signal} = surroundings
  const byName = request.checks.length > 0
  const wanted = wantedChecks(request)
  const {facts, close} = await openFacts(request, surroundings)
  try {
    const checked: Checked[] = []
    const leftOut: LeftOut[] = []
    for (const check of wanted) {
      const needs = check.needs?.(facts)
      if (needs !== undefined && !byName) leftOut.push({name: check.name, needs})
      else if (check.disturbs !== undefined && !request.destructive)
        leftOut.push({name: check.name, needs: '--destructive'})
      else {
        progress(`checking ${check.name}`)
        const observations =
          needs === undefined ? await observationsOf(check, facts) : [doubtful(`It was not tried: it needs ${needs}.`)]
        checked.push({check, observations})
      }
      if (signal.aborted) break
    }
    return reportOf({origin: facts.target.origin, checked, leftOut, byName, interrupted: signal.aborted})
  } finally {
    await close()
  }
}

/** All that a check saw until its end, or until something ended it that is no fault of the gateway. */
async function observationsOf(check: GatewayCheck, facts: GatewayFacts): Promise<readonly Observation[]> {
  const observations: Observation[] = []
  const probe = check.meetsLimiter ? facts.probe : unlimited(facts.probe)
  try {
    for await (const observation of check.run({...facts, probe})) observations.push(observation)
  } catch (error) {
    if (facts.signal.aborted || error instanceof Interrupted) observations.push(doubtful('It was interrupted.'))
    else if (error instanceof Limited)
      observations.push(
        doubtful(
          'The rate limiter refused the check (429): wait until its window is over, or raise the limit of this caller.',
          error.answer,
        ),
      )
    else if (error instanceof NoAnswer)
      observations.push(doubtful(`It broke off: a request got no answer (${error.code}).`, error))
    else throw error
  }
  return observations
}

/** The rate limiter has refused a check that is about something else. */
class Limited extends Error {
  override readonly name = 'Limited'

  constructor(readonly answer: ProbeAnswer) {
    super('The rate limiter refused a request.')
  }
}

function unlimited(probe: Probe): Probe {
  return {
    origin: probe.origin,
    async send(request) {
      const answer = await probe.send(request)
      if (answer.status === 429) throw new Limited(answer)
      return answer
    },
    close: () => probe.close(),
  }
}

function wantedChecks({checks, destructive}: CheckRequest): readonly GatewayCheck[] {
  const names = gatewayChecks.map(({name}) => name)
  const unknown = checks.find(name => !names.includes(name))
  if (unknown !== undefined)
    throw new MeshError(
      `There is no check "${unknown}".${didYouMean(unknown, names)}`,
      `There are ${names.join(', ')}.`,
    )
  const refused = gatewayChecks.find(
    ({name, disturbs}) => disturbs !== undefined && checks.includes(name) && !destructive,
  )
  if (refused)
    throw new MeshError(
      `The check "${refused.name}" ${refused.disturbs}.`,
      'Allow it with --destructive, where nobody else is disturbed.',
    )
  return gatewayChecks.filter(({name}) => checks.length === 0 || checks.includes(name))
}
