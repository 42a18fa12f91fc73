import {counted} from '../../core/counted.js'
import type {Line, Report} from '../../core/report.js'
import {coverageTables} from '../check/coverage-tables.js'
import {type Dependency, dependenciesOf, type KnownPact} from './dependency.js'
import {type Coverages, labelOf, namesOf, useOf} from './dependency-texts.js'
import {mermaid} from './mermaid.js'

/** Shows who depends on whom: as Mermaid in the text output, as a drawing with figures in a page. */
export function dependencyGraph(known: readonly KnownPact[], coverage: Coverages = new Map()): Report {
  const dependencies = dependenciesOf(known)
  const names = namesOf(dependencies)
  // Pacts of a broker have addresses that nobody reads in a table.
  const inFiles = dependencies.some(({pacts}) => pacts.some(path => !/^https?:/.test(path)))
  return {
    // A page that shows a failure is not green; to draw it is no failure all the same.
    outcome: dependencies.some(({state}) => state === 'failed') ? 'fail' : 'pass',
    exitCode: 0,
    title: 'Who depends on whom',
    summary: summaryOf(names, dependencies),
    document: mermaid(dependencies, coverage),
    findings: [],
    figures: [
      {
        kind: 'graph',
        title: 'Consumers, on the left, and the providers they call or listen to',
        nodes: names.map(name => ({id: name, label: name, detail: roleOf(name, dependencies, coverage)})),
        edges: dependencies.map(each => ({
          from: each.consumer,
          to: each.provider,
          label: labelOf(each),
          mark: markOf(each),
        })),
      },
    ],
    tables: [
      {
        title: 'Dependencies',
        columns: ['consumer', 'provider', 'requests', 'messages', 'verification', ...(inFiles ? ['pact'] : [])],
        rows: dependencies.map(({consumer, provider, requests, messages, state, pacts}) => [
          consumer,
          provider,
          requests,
          messages,
          state ?? 'not known',
          ...(inFiles ? [pacts.join(', ')] : []),
        ]),
      },
      ...[...coverage.values()].flatMap(coverageTables),
    ],
    data: {
      applications: names,
      dependencies: dependencies.map(each => ({...each, state: each.state ?? null})),
      coverage: [...coverage.values()],
    },
  }
}

/** `3 applications, 2 dependencies: 1 verified, 1 failed.` */
function summaryOf(names: readonly string[], dependencies: readonly Dependency[]): string {
  const states = (['verified', 'failed', 'never verified'] as const).flatMap(state => {
    const count = dependencies.filter(each => each.state === state).length
    return count > 0 ? [`${count} ${state}`] : []
  })
  const many = dependencies.length === 1 ? '1 dependency' : `${dependencies.length} dependencies`
  return `${counted(names.length, 'application')}, ${many}${states.length > 0 ? `: ${states.join(', ')}` : ''}.`
}

function roleOf(name: string, dependencies: readonly Dependency[], coverage: Coverages): string {
  const uses = dependencies.filter(({consumer}) => consumer === name).length
  const consumers = dependencies.filter(({provider}) => provider === name).length
  const use = useOf(coverage.get(name))
  return [
    ...(uses > 0 ? [`uses ${uses}`] : []),
    ...(consumers > 0 ? [`used by ${consumers}`] : []),
    ...(use === undefined ? [] : [use]),
  ].join(', ')
}

function markOf({state}: Dependency): Line['mark'] {
  if (state === undefined) return 'plain'
  return ({verified: 'good', failed: 'bad', 'never verified': 'doubtful'} as const)[state]
}
