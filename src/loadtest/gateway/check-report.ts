import {counted} from '../../core/counted.js'
import type {Finding} from '../../core/finding.js'
import type {Line, Report} from '../../core/report.js'
import {commandLine} from '../report/report.js'
import type {GatewayCheck, Observation} from './gateway-check.js'

/** What one check has seen. */
export interface Checked {
  readonly check: GatewayCheck
  readonly observations: readonly Observation[]
}

/** A check that did not run, and what it would have needed. */
export interface LeftOut {
  readonly name: string
  readonly needs: string
}

export interface CheckedGateway {
  readonly origin: string
  readonly checked: readonly Checked[]
  readonly leftOut: readonly LeftOut[]
  /** Checks were asked for by name: what they could not try is not nothing. */
  readonly byName: boolean
  readonly interrupted: boolean
}

export function reportOf({origin, checked, leftOut, byName, interrupted}: CheckedGateway): Report {
  const all = checked.flatMap(({observations}) => observations)
  const bad = all.filter(({mark}) => mark === 'bad').length
  const doubtful = all.filter(({mark}) => mark === 'doubtful').length
  const seen = `${counted(checked.length, 'check')}, ${counted(all.length - doubtful, 'observation')}${doubtful > 0 ? `, ${doubtful} could not be made` : ''}`
  const isOpen = interrupted || (byName && doubtful > 0) || all.length === doubtful
  return {
    outcome: bad > 0 ? 'fail' : isOpen ? 'inconclusive' : 'pass',
    title: `Gateway checks of ${origin}`,
    summary: `${interrupted ? 'Interrupted. ' : ''}${
      bad > 0
        ? `Failed: ${counted(bad, 'thing')} to mend at ${origin} (${seen}).`
        : isOpen
          ? `Inconclusive: nothing to mend was found at ${origin}, and not everything could be tried (${seen}).`
          : `Passed: ${origin} does what it should (${seen}).`
    }`,
    findings: checked.flatMap(({check, observations}) =>
      observations.filter(({mark}) => mark === 'bad').map(each => findingOf(check, each)),
    ),
    rules: checked.map(({check}) => check.rule),
    lines: [...checked.map(lineOf), ...leftOutLine(leftOut)],
    data: {
      origin,
      checks: checked.map(({check, observations}) => ({name: check.name, standard: check.standard, observations})),
      notTried: leftOut,
    },
    sources: [],
  }
}

function findingOf(check: GatewayCheck, {text, curl}: Observation): Finding {
  return {
    rule: check.rule.id,
    severity: 'error',
    message: text,
    location: commandLine,
    ...(curl !== undefined && {fix: `$ ${curl}`}),
  }
}

/** A check that found nothing is one line, unless it measured something; of others everything is shown that is not good. */
function lineOf({check, observations}: Checked): Line {
  const good = observations.filter(({mark}) => mark === 'good')
  const rest = observations.filter(({mark}) => mark !== 'good')
  const isBad = rest.some(({mark}) => mark === 'bad')
  const told = check.measures ? observations : rest
  return {
    mark: isBad ? 'bad' : rest.length > 0 ? 'doubtful' : 'good',
    text: `${check.name}: ${good.length} of ${observations.length} as it should be`,
    details: told.flatMap(({text, mark, curl}) => [
      text,
      ...(mark === 'bad' && curl !== undefined ? [`$ ${curl}`] : []),
    ]),
  }
}

function leftOutLine(leftOut: readonly LeftOut[]): Line[] {
  if (leftOut.length === 0) return []
  return [
    {
      mark: 'plain',
      text: `Not tried: ${counted(leftOut.length, 'check')}`,
      details: leftOut.map(({name, needs}) => `${name}: needs ${needs}`),
    },
  ]
}
