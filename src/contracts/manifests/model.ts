import type {Contract} from '../../core/contract.js'
import type {LintRule} from '../../core/rule.js'
import type {Location} from '../../core/source.js'
import type {JsonNode, Place} from '../json/node.js'
import type {ApiModel} from '../shared/model.js'
import type {Alert} from './alerts.js'
import type {KongConfig} from './kong.js'
import type {ManifestSet} from './manifest-set.js'
import type {Workload} from './workload.js'

export type {JsonNode, Place} from '../json/node.js'
export type {Container, Workload} from './workload.js'

/** A resource of Kubernetes. */
export interface Resource {
  readonly kind: string
  /** `networking.istio.io`; empty for those of the core. */
  readonly group: string
  readonly name: string
  /** `default` when none is written: which one counts then is only known where it is applied. */
  readonly namespace: string
  /** For messages: `Deployment "orders"`. */
  readonly title: string
  readonly node: JsonNode
  /** What a finding about the resource as a whole points at: its name. */
  readonly at: Place
  member(...keys: readonly (string | number)[]): JsonNode | undefined
}

/** One document of a manifest, and the whole of which it is a part. */
export interface Manifests {
  readonly root: JsonNode
  /** Those of this document: one, or those of a list. */
  readonly resources: readonly Resource[]
  /** Those of them that run containers. */
  readonly workloads: readonly Workload[]
  /** The configuration of Kong, if it is one. */
  readonly kong: KongConfig | undefined
  /** Alerts of a PrometheusRule, or of a file of rules. */
  readonly alerts: readonly Alert[]
  /** All manifests of the workspace. */
  readonly set: ManifestSet
  readonly api: ApiModel
}

/** A comment that silences a rule; it is no node of the document. */
export interface CommentPlace {
  readonly comment: Location
}

/** A manifest as rules see it; they point at nodes. */
export type ManifestsContract = Contract<'manifests', Manifests, Place | CommentPlace>

/** Gives a rule file its types. */
export function lintRule<Options = unknown>(
  rule: LintRule<ManifestsContract, Options>,
): LintRule<ManifestsContract, Options> {
  return rule
}
