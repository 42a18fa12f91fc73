import type {ReadContext} from '../index.js'
import {type JsonDocument, JsonNode} from '../json/node.js'
import {type ApiModel, lazyApi} from '../shared/model.js'
import {type Alert, alertsIn} from './alerts.js'
import {CommentExemptions} from './comment-exemptions.js'
import {type KongConfig, kongConfigOf} from './kong.js'
import {ManifestSet} from './manifest-set.js'
import type {Manifests, ManifestsContract, Resource} from './model.js'
import {resourcesIn} from './resources.js'
import {type Workload, workloadOf} from './workload.js'

/** Makes the model of one document of a manifest. Never throws: what is odd is left out of the lists. */
export async function readManifests(
  document: JsonDocument,
  {neighbours}: Pick<ReadContext, 'neighbours'>,
): Promise<ManifestsContract> {
  const around = (await neighbours?.()) ?? []
  const exemptions = new CommentExemptions(document)
  return {
    kind: 'manifests',
    source: document.source,
    document: new ManifestsModel(document.root, setOf(around, document), exemptions),
    locate: place => {
      if ('comment' in place) return place.comment
      return (place instanceof JsonNode ? place : place.node).document.locate(place)
    },
    element: place => {
      if ('comment' in place) return ''
      return (place instanceof JsonNode ? place : place.node).element
    },
    exemption: (place, rule) => exemptions.at(place, rule),
  }
}

type Around = Awaited<ReturnType<NonNullable<ReadContext['neighbours']>>>

/** One set for all documents of a run, with the values that are in it. */
const sets = new WeakMap<Around, {readonly set: ManifestSet; readonly values: ReadonlySet<unknown>}>()

function setOf(around: Around, own: JsonDocument): ManifestSet {
  const known = sets.get(around) ?? knownOf(around)
  sets.set(around, known)
  // One that was named, or piped in, need not be among those that are found.
  return known.values.has(own.root.value)
    ? known.set
    : new ManifestSet([...around.map(({document}) => document.root), own.root])
}

function knownOf(around: Around) {
  const roots = around.map(({document}) => document.root)
  return {set: new ManifestSet(roots), values: new Set(roots.map(({value}) => value))}
}

/** The lists are made when a rule asks for them, and once. */
class ManifestsModel implements Manifests {
  readonly resources: readonly Resource[]
  readonly kong: KongConfig | undefined
  readonly api: ApiModel
  #workloads: readonly Workload[] | undefined
  #alerts: readonly Alert[] | undefined

  constructor(
    readonly root: JsonNode,
    readonly set: ManifestSet,
    exemptions: CommentExemptions,
  ) {
    this.resources = resourcesIn(root)
    this.kong = kongConfigOf(root)
    this.api = lazyApi('json', {
      elements: () => this.resources.map(({title, at}) => ({title, lacks: [], at})),
      exemptions: () => exemptions.all,
    })
  }

  get workloads() {
    this.#workloads ??= this.resources.flatMap(resource => workloadOf(resource) ?? [])
    return this.#workloads
  }

  get alerts() {
    this.#alerts ??= alertsIn(this.root, this.resources)
    return this.#alerts
  }
}
