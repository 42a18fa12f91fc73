import {type Kind, type Subject, titleOf} from '../contracts/index.js'
import {counted} from '../core/counted.js'
import {type Finding, severities, totals} from '../core/finding.js'

interface Figures {
  readonly findings: readonly Finding[]
  readonly contracts: readonly {readonly kind: Kind}[]
  /** Files that were meant as contracts and cannot be read. */
  readonly broken: number
  readonly rules: number
  readonly ignored: number
  readonly durationMs: number
  /** What else is worth telling, such as why the run fails. */
  readonly notes: readonly string[]
  readonly subject: Subject
}

/** `2 errors, 1 warning in 3 contracts (OpenAPI) · 15 rules · 0.3 s`. */
export function summaryOf({findings, contracts, broken, rules, ignored, durationMs, notes, subject}: Figures): string {
  const counts = totals(findings)
  const found = severities
    .filter(severity => counts[severity] > 0)
    .map(severity => (severity === 'info' ? `${counts.info} info` : counted(counts[severity], severity)))
    .join(', ')
  const titles = [...new Set(contracts.map(({kind}) => titleOf(kind)))].join(', ')
  const isManifests = subject === 'manifests'
  const judged = [
    ...(contracts.length > 0
      ? [isManifests ? counted(contracts.length, 'manifest') : `${counted(contracts.length, 'contract')} (${titles})`]
      : []),
    ...(broken > 0 ? [counted(broken, 'broken file')] : []),
  ].join(' and ')
  const parts = [
    judged === '' ? `No ${subject}: all files are ignored` : `${found || 'No findings'} in ${judged}`,
    counted(rules, 'rule'),
    ...(ignored > 0 ? [`${ignored} ignored by mesh-ignore`] : []),
    ...notes.filter(note => note !== ''),
    `${(durationMs / 1000).toFixed(1)} s`,
  ]
  return parts.join(' · ')
}
