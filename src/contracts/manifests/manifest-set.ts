import {grouped} from '../../core/grouped.js'
import type {JsonNode} from '../json/node.js'
import type {Resource} from './model.js'
import {resourcesIn} from './resources.js'
import {type Workload, workloadOf} from './workload.js'

/**
 * All manifests of a workspace: what one of them refers to may be in any other. A repository has thousands, and every
 * rule asks for each: what is looked up is looked up in a map that is made once.
 */
export class ManifestSet {
  readonly resources: readonly Resource[]
  readonly #derived = new Map<unknown, unknown>()

  constructor(roots: readonly JsonNode[]) {
    this.resources = roots.flatMap(resourcesIn)
  }

  get workloads(): readonly Workload[] {
    return this.derived(workloadsOf)
  }

  /** The resources of a kind; of one group where another has a kind of that name. */
  of(kind: string, group?: string): readonly Resource[] {
    return ofGroup(this.derived(byKind).get(kind) ?? [], group)
  }

  /** Those of a namespace. */
  in(namespace: string, kind: string, group?: string): readonly Resource[] {
    return ofGroup(this.derived(byNamespace).get(`${namespace}/${kind}`) ?? [], group)
  }

  /** The workloads of a namespace. */
  workloadsIn(namespace: string): readonly Workload[] {
    return this.derived(workloadsByNamespace).get(namespace) ?? []
  }

  get namespaces(): ReadonlySet<string> {
    return this.derived(namespacesOf)
  }

  /** Whether Istio is used: its rules make no sense for others. */
  get hasIstio(): boolean {
    return this.derived(usesIstio)
  }

  /** What a function makes of the set; it is asked once. */
  derived<T>(make: (set: ManifestSet) => T): T {
    if (!this.#derived.has(make)) this.#derived.set(make, make(this))
    // Sound: under a function is what it gave.
    return this.#derived.get(make) as T
  }
}

function ofGroup(resources: readonly Resource[], group: string | undefined): readonly Resource[] {
  return group === undefined ? resources : resources.filter(each => each.group === group)
}

function namespacesOf({resources}: ManifestSet): ReadonlySet<string> {
  return new Set(resources.map(({namespace}) => namespace))
}

function workloadsOf({resources}: ManifestSet): readonly Workload[] {
  return resources.flatMap(resource => workloadOf(resource) ?? [])
}

function byKind({resources}: ManifestSet) {
  return grouped(resources, ({kind}) => kind)
}

function byNamespace({resources}: ManifestSet) {
  return grouped(resources, ({namespace, kind}) => `${namespace}/${kind}`)
}

function workloadsByNamespace({workloads}: ManifestSet) {
  return grouped(workloads, ({resource}) => resource.namespace)
}

function usesIstio({resources}: ManifestSet): boolean {
  return resources.some(({group}) => group.endsWith('.istio.io'))
}
