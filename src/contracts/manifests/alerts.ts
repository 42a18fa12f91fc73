import type {JsonNode} from '../json/node.js'
import {isRuleFile} from './is-manifest.js'
import type {Resource} from './model.js'

/** A rule of Prometheus that alerts somebody. */
export interface Alert {
  readonly name: string
  /** For messages: `Alert "HighErrorRate"`. */
  readonly title: string
  readonly node: JsonNode
  readonly expr: JsonNode | undefined
  readonly severity: JsonNode | undefined
}

/** The alerts of resources `PrometheusRule`, or of a file that Prometheus itself reads. */
export function alertsIn(root: JsonNode, resources: readonly Resource[]): readonly Alert[] {
  const holders = [
    ...resources.filter(({kind}) => kind === 'PrometheusRule').flatMap(({node}) => node.get('spec') ?? []),
    ...(isRuleFile(root) ? [root] : []),
  ]
  return holders
    .flatMap(holder => holder.get('groups')?.children() ?? [])
    .flatMap(group => group.get('rules')?.children() ?? [])
    .flatMap(node => {
      const name = node.get('alert')?.text
      if (name === undefined) return []
      return {name, title: `Alert "${name}"`, node, expr: node.get('expr'), severity: node.at('labels', 'severity')}
    })
}
