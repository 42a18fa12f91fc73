import type {JsonNode} from '../json/node.js'

/** Whether a document is a resource of Kubernetes, a configuration of Kong, or rules of Prometheus. */
export function isManifest(root: JsonNode): boolean {
  // A kustomization says which files belong together; it is never applied itself.
  if (root.get('apiVersion')?.text?.startsWith('kustomize.config.k8s.io/')) return false
  const isResource = root.get('apiVersion')?.text !== undefined && root.get('kind')?.text !== undefined
  return isResource || root.get('_format_version') !== undefined || isRuleFile(root)
}

/** The file of rules that Prometheus itself reads: groups, each with a list of rules that have expressions. */
export function isRuleFile(root: JsonNode): boolean {
  const groups = root.get('groups')?.children() ?? []
  return groups.some(group =>
    group
      .get('rules')
      ?.children()
      .some(rule => rule.get('expr') !== undefined),
  )
}
