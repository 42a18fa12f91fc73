import {counted} from '../../core/counted.js'
import type {Line, Report} from '../../core/report.js'
import {type Dependency, dependenciesOf, type KnownPact} from './dependency.js'
import {labelOf, namesOf} from './dependency-texts.js'
import {mermaid} from './mermaid.js'

/** Shows who depends on whom: as Mermaid in the text output, as a drawing in a page. */
export function dependencyGraph(known: readonly KnownPact[]): Report {
  const dependencies = dependenciesOf(known)
  const names = namesOf(dependencies)
  const failed = dependencies.filter(({state}) => state === 'failed')
  return {
    outcome: 'pass',
    title: 'Who depends on whom',
    summary: `${counted(names.length, 'application')}, ${dependencies.length} ${dependencies.length === 1 ? 'dependency' : 'dependencies'}${failed.length > 0 ? `, ${failed.length} of them with a failed verification` : ''}.`,
    document: mermaid(dependencies),
    findings: [],
    figures: [
      {
        kind: 'graph',
        title: 'Consumers, on the left, and the providers they call or listen to',
        nodes: names.map(name => ({id: name, label: name, detail: roleOf(name, dependencies)})),
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
        columns: ['consumer', 'provider', 'requests', 'messages', 'verification', 'pact'],
        rows: dependencies.map(({consumer, provider, requests, messages, state, pacts}) => [
          consumer,
          provider,
          requests,
          messages,
          state ?? 'not known',
          pacts.join(', '),
        ]),
      },
    ],
    data: {
      applications: names,
      dependencies: dependencies.map(each => ({...each, state: each.state ?? null})),
    },
  }
}

function roleOf(name: string, dependencies: readonly Dependency[]): string {
  const uses = dependencies.filter(({consumer}) => consumer === name).length
  const consumers = dependencies.filter(({provider}) => provider === name).length
  return [...(uses > 0 ? [`uses ${uses}`] : []), ...(consumers > 0 ? [`used by ${consumers}`] : [])].join(', ')
}

function markOf({state}: Dependency): Line['mark'] {
  if (state === undefined) return 'plain'
  return ({verified: 'good', failed: 'bad', 'never verified': 'doubtful'} as const)[state]
}
