import type {JsonNode} from '../json/node.js'
import type {Resource} from './model.js'
import {labelsOf} from './selector.js'

/** A container of a pod. */
export interface Container {
  readonly name: string
  /** For messages: `Container "api" of Deployment "orders"`. */
  readonly title: string
  readonly node: JsonNode
  /** It prepares the pod and ends. */
  readonly isInit: boolean
}

/** A resource that runs containers. */
export interface Workload {
  readonly resource: Resource
  /** What each of its pods is like: `metadata` and `spec`. */
  readonly template: JsonNode
  readonly pod: JsonNode
  readonly labels: ReadonlyMap<string, string>
  readonly containers: readonly Container[]
  /** It serves until it is taken away; a job ends by itself. */
  readonly isServing: boolean
}

/** Where each kind has the template of its pods. */
const templates: Readonly<Record<string, readonly string[]>> = {
  Pod: [],
  Deployment: ['spec', 'template'],
  StatefulSet: ['spec', 'template'],
  DaemonSet: ['spec', 'template'],
  ReplicaSet: ['spec', 'template'],
  ReplicationController: ['spec', 'template'],
  Rollout: ['spec', 'template'],
  Job: ['spec', 'template'],
  CronJob: ['spec', 'jobTemplate', 'spec', 'template'],
}

/** A resource as one that runs containers; undefined when it is none. */
export function workloadOf(resource: Resource): Workload | undefined {
  const way = Object.hasOwn(templates, resource.kind) ? templates[resource.kind] : undefined
  const template = way && resource.node.at(...way)
  const pod = template?.get('spec')
  if (template === undefined || pod === undefined) return undefined
  return {
    resource,
    template,
    pod,
    labels: labelsOf(template.at('metadata', 'labels')),
    containers: [
      ...containersIn(pod.get('containers'), resource, false),
      ...containersIn(pod.get('initContainers'), resource, true),
    ],
    isServing: !['Job', 'CronJob', 'Pod'].includes(resource.kind),
  }
}

function containersIn(list: JsonNode | undefined, {title}: Resource, isInit: boolean): Container[] {
  return (list?.isArray ? list.children() : []).map(node => {
    const name = node.get('name')?.shown ?? ''
    // One that is restarted for ever runs beside the others.
    const isSidecar = node.get('restartPolicy')?.text === 'Always'
    return {name, title: `Container "${name}" of ${title}`, node, isInit: isInit && !isSidecar}
  })
}
