import type {Checked} from '../index.js'
import type {ManifestsContract} from './model.js'

/** What is told about a manifest. Whether it is as its kind demands is told by the server that takes it. */
export function checkManifests({document: {root, resources, kong}}: ManifestsContract): Checked {
  const [only, ...others] = resources
  return {
    version: root.get('apiVersion')?.text ?? (kong ? `Kong ${root.get('_format_version')?.shown ?? ''}` : 'Prometheus'),
    title: others.length > 0 ? `${resources.length} resources` : only?.title,
    operations: 0,
    judgeable: true,
    findings: [],
  }
}
