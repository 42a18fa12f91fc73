import type {Contract} from '../../core/contract.js'
import type {LintRule} from '../../core/rule.js'
import type {JsonNode, Place} from '../json/node.js'
import type {Validated} from '../json/validation/validator.js'
import type {ApiModel} from '../shared/model.js'

export type {JsonNode, Place} from '../json/node.js'
export type {Property, SchemaView} from '../json/schema.js'

/** Methods of a path item, in the order of the specification; `query` is one from OpenAPI 3.2 on. */
export const methods = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace', 'query'] as const

/**
 * An OpenAPI document with the lists that rules need. References are already followed in these lists: `node` is where
 * a thing is defined, `use` where it is listed or referred to (the same node when it is defined there).
 */
export interface OpenApi extends Validated {
  /** `3.0`, `3.1` or `3.2`; `unknown` when the document says something else. */
  readonly version: '3.0' | '3.1' | '3.2' | 'unknown'
  readonly root: JsonNode
  readonly info: JsonNode | undefined
  /** The servers of the document itself. */
  readonly servers: readonly Server[]
  /** Path items below `paths`; webhooks and callbacks are not among them. */
  readonly pathItems: readonly PathItem[]
  /** Operations below `paths`. */
  readonly operations: readonly Operation[]
  /** Operations below `webhooks` and `callbacks`: the service calls, it is not called. */
  readonly outgoing: readonly Operation[]
  /** Every schema object once, where it is defined, with its subschemas and those in files that are referred to. */
  readonly schemas: readonly JsonNode[]
  readonly api: ApiModel
  /** The node itself, or what its `$ref`s finally lead to; undefined when they lead nowhere or in a circle. */
  resolve(node: JsonNode): JsonNode | undefined
}

export interface PathItem {
  /** The key below `paths` (or `webhooks`), or the expression of a callback. */
  readonly path: string
  /** The key in the document. */
  readonly use: JsonNode
  readonly node: JsonNode
  /** Names in `{braces}`, in order. */
  readonly templates: readonly string[]
  readonly operations: readonly Operation[]
  /** In `lint.exemptPaths`: outside the standard, no version, envelope, security or rate limit is asked of it. */
  readonly exempt: boolean
}

export interface Operation {
  readonly kind: 'path' | 'webhook' | 'callback'
  /** One of `methods`, or what stands below `additionalOperations` from 3.2 on, in small letters. */
  readonly method: string
  readonly path: string
  /** `GET /api/v1/orders`, for messages. */
  readonly title: string
  readonly node: JsonNode
  readonly pathItem: PathItem
  readonly operationId: JsonNode | undefined
  readonly tags: readonly string[]
  /** Those of the operation and those of its path item that it does not override. */
  readonly parameters: readonly Parameter[]
  readonly requestBody: RequestBody | undefined
  readonly responses: readonly Response[]
  /** The `responses` object. */
  readonly responsesNode: JsonNode | undefined
  /** The `security` list in force: its own, else that of the document. Undefined when neither says anything. */
  readonly security: JsonNode | undefined
  /** Requirements of that list: the schemes that must all be met; one without schemes lets everybody in. */
  readonly securityRequirements: readonly SecurityRequirement[]
  /** In force: its own, else those of the path item, else those of the document, else one with the URL `/`. */
  readonly servers: readonly Server[]
  /** The same as `pathItem.exempt`. */
  readonly exempt: boolean
}

export interface SecurityRequirement {
  readonly node: JsonNode
  readonly schemes: readonly string[]
}

export interface Parameter {
  readonly name: string
  /** `query`, `header`, `path` or `cookie`; `querystring` from 3.2 on. */
  readonly in: string
  readonly required: boolean
  readonly deprecated: boolean
  readonly node: JsonNode
  readonly use: JsonNode
  /** Its schema, be it below `schema` or below `content`. */
  readonly schema: JsonNode | undefined
}

export interface RequestBody {
  readonly required: boolean
  readonly node: JsonNode
  readonly use: JsonNode
  readonly content: readonly MediaType[]
}

export interface Response {
  /** `200`, `4XX` or `default`. */
  readonly status: string
  /**
   * For messages: `Response 404 of "GET /api/v1/orders"`; for a response that is referred to `Response "NotFound"`, so
   * that all operations which share it give the same message and it is told once.
   */
  readonly title: string
  readonly node: JsonNode
  readonly use: JsonNode
  readonly headers: readonly Header[]
  readonly content: readonly MediaType[]
}

export interface Header {
  readonly name: string
  readonly required: boolean
  readonly node: JsonNode
  readonly use: JsonNode
  readonly schema: JsonNode | undefined
}

export interface MediaType {
  /** As written: `application/json; charset=utf-8`. */
  readonly name: string
  /** `application/json` or a type that ends in `+json`, whatever its parameters and case. */
  readonly isJson: boolean
  readonly node: JsonNode
  readonly schema: JsonNode | undefined
  /** What each item of a stream is like, from 3.2 on. */
  readonly itemSchema: JsonNode | undefined
}

export interface Server {
  readonly url: string
  readonly node: JsonNode
  /** Path of the URL with variables at their defaults and without a slash at its end: `/api/v1`, or empty. */
  readonly basePath: string
}

/** An OpenAPI document as rules see it; they point at nodes. */
export type OpenApiContract = Contract<'openapi', OpenApi, Place>

/** Gives a rule file its types. */
export function lintRule<Options = unknown>(
  rule: LintRule<OpenApiContract, Options>,
): LintRule<OpenApiContract, Options> {
  return rule
}
