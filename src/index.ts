// What the package gives to code: types for rules of one's own. `import type` is enough, nothing is loaded.
import type {AsyncApiContract} from './contracts/asyncapi/model.js'
import type {GraphqlContract} from './contracts/graphql/model.js'
import type {ManifestsContract} from './contracts/manifests/model.js'
import type {OpenApiContract} from './contracts/openapi/model.js'
import type {ProtobufContract} from './contracts/protobuf/model.js'
import type {ApiContract} from './contracts/shared/model.js'
import type {LintRule} from './core/rule.js'

export type {
  ApiContract,
  AsyncApiContract,
  GraphqlContract,
  LintRule,
  ManifestsContract,
  OpenApiContract,
  ProtobufContract,
}

/** A rule about OpenAPI. */
export type OpenApiRule<Options = unknown> = LintRule<OpenApiContract, Options>

/** A rule about AsyncAPI and manifests of Kafka topics. */
export type AsyncApiRule<Options = unknown> = LintRule<AsyncApiContract, Options>

/** A rule about Protocol Buffers. */
export type ProtobufRule<Options = unknown> = LintRule<ProtobufContract, Options>

/** A rule about GraphQL. */
export type GraphqlRule<Options = unknown> = LintRule<GraphqlContract, Options>

/** A rule about manifests of Kubernetes, Istio, Kong and Prometheus. */
export type ManifestsRule<Options = unknown> = LintRule<ManifestsContract, Options>

/** A rule about contracts of every kind, by what they have in common. */
export type SharedRule<Options = unknown> = LintRule<ApiContract, Options>
