import type {ErrorObject} from 'ajv'
import type {JsonNode} from '../json/node.js'
import type {Problem} from '../json/problem.js'
import {type References, targetOf} from '../json/references.js'
import {schemaProblems} from '../json/schema-keywords.js'
import {componentNameProblems} from './component-names.js'
import type {OpenApi} from './model.js'
import {tellingErrors} from './structure-errors.js'

/** Sections whose content is validated where it stands; what a `$ref` into another one leads to is put in its place. */
const validatedSections = new Set<unknown>(['paths', 'components', 'webhooks'])

/**
 * Whether a document is as its version of OpenAPI says, judged by the schemas of swagger-parser (3.2: the published one).
 * They get the values that were read, and no reference is followed: inlining every use of every schema would take five
 * times as long and give each fault once per use. Parts in other files are put in place of their `$ref` first.
 */
export async function structureProblems(model: OpenApi): Promise<Problem[]> {
  const {root, version, references} = model
  const early = documentProblems(root, version)
  if (early.length > 0) return early
  const own = [...componentNameProblems(model), ...(version === '3.0' ? [] : schemaProblems(model.schemas))]
  const assembly = new Assembly(root, references)
  let errors = await validate(assembly.value(), version)
  // Where the specification wants an object, people write a `$ref` all the same, and it works in every tool that
  // inlines. Such a reference is put in place, so that its target is judged and not the habit.
  const refused = errors.flatMap(({instancePath}) => {
    const node = assembly.nodeAt(instancePath)
    return node?.ref !== undefined && references.resolve(node) ? [node] : []
  })
  if (refused.length > 0) {
    for (const node of refused) assembly.inline(node)
    errors = await validate(assembly.value(), version)
  }
  const judged = tellingErrors(errors, path => assembly.nodeAt(path)?.value).flatMap(({path, property, message}) => {
    const node = assembly.nodeAt(path)
    // A reference that leads nowhere is told as such.
    if (!node || (node.ref !== undefined && !references.resolve(node))) return []
    const culprit = property === undefined ? undefined : node.get(property)
    return {at: culprit ? {node: culprit, on: 'key' as const} : node, message}
  })
  return [...judged, ...own]
}

/** Faults after which the validator would say nothing of use. */
function documentProblems(root: JsonNode, version: OpenApi['version']): Problem[] {
  const problems: Problem[] = []
  for (const node of [root.get('openapi'), root.at('info', 'version')])
    if (node && node.text === undefined)
      problems.push({at: node, message: `"${node.name}" must be a string; put it in quotes.`})
  const swagger = root.get('swagger')
  if (swagger)
    problems.push({at: {node: swagger, on: 'key'}, message: 'The document may not have "swagger" beside "openapi".'})
  const wanted = version === '3.0' ? ['paths'] : ['paths', 'webhooks', 'components']
  if (!wanted.some(name => root.get(name) !== undefined)) {
    const names = wanted.map(name => `"${name}"`).join(', ')
    problems.push({at: root, message: `The document must have ${wanted.length > 1 ? 'one of ' : ''}${names}.`})
  }
  return problems
}

/** Newest patch versions: the schemas are those of the minor version, and patches only clarify. */
const newest = {'3.0': '3.0.4', '3.1': '3.1.2', '3.2': '3.2.0'} as const

/** Loaded for the version that is there. */
const compiled = {
  '3.0': () => import('mesh:structure/3.0'),
  '3.1': () => import('mesh:structure/3.1'),
  '3.2': () => import('mesh:structure/3.2'),
}

async function validate(value: object, version: OpenApi['version']): Promise<readonly ErrorObject[]> {
  const known = version === 'unknown' ? '3.0' : version
  const {default: check} = await compiled[known]()
  check({...value, openapi: newest[known]})
  return check.errors ?? []
}

/** The document as the validator gets it, and the way back from a path in there to what was written. */
class Assembly {
  readonly #inlined = new Set<unknown>()
  #built = new Map<unknown, unknown>()
  /** Where each part was put: a `$ref` by what it leads to. Another `$ref` to it stays, or parts of parts multiply. */
  readonly #places = new Map<unknown, unknown>()
  readonly #kept = new Set<unknown>()

  constructor(
    readonly root: JsonNode,
    readonly references: References,
  ) {}

  inline(node: JsonNode): void {
    this.#inlined.add(node.value)
  }

  value(): object {
    this.#built = new Map()
    this.#places.clear()
    this.#kept.clear()
    // Sound: only documents with an `openapi` member come here.
    return this.#build(this.root, new Set()) as object
  }

  /** The node that an AJV instance path leads to. */
  nodeAt(path: string): JsonNode | undefined {
    let node: JsonNode | undefined = this.root
    for (const token of path.split('/').slice(1)) {
      const at: JsonNode | undefined = this.#inPlace(node) ?? node
      node = at?.get(token.replaceAll('~1', '/').replaceAll('~0', '~'))
      if (!node) return undefined
    }
    return this.#inPlace(node) ?? node
  }

  /** A copy where a `$ref` was put in place; the value itself where nothing was. */
  #build(node: JsonNode, within: Set<unknown>): unknown {
    const {value} = node
    if (typeof value !== 'object' || value === null) return value
    if (this.#built.has(value)) return this.#built.get(value)
    const target = this.#inPlace(node)
    if (target) {
      // A circle through another file: the reference stays.
      if (within.has(target.value)) return value
      if (this.#places.has(target.value) && !this.#inlined.has(value)) {
        this.#kept.add(value)
        this.#built.set(value, value)
        return value
      }
      if (typeof target.value === 'object') this.#places.set(target.value, value)
      const built = this.#build(target, new Set(within).add(target.value))
      this.#built.set(value, built)
      return built
    }
    let copy: Record<string, unknown> | unknown[] | undefined
    for (const child of node.children()) {
      const built = this.#build(child, within)
      if (built === child.value) continue
      copy ??= Array.isArray(value) ? [...value] : {...value}
      // Sound: an array has numbers as keys, an object strings.
      ;(copy as Record<string | number, unknown>)[child.key ?? ''] = built
    }
    const built = copy ?? value
    this.#built.set(value, built)
    return built
  }

  #inPlace(node: JsonNode | undefined): JsonNode | undefined {
    const ref = node?.ref
    if (!node || ref === undefined || this.#kept.has(node.value)) return undefined
    const {path, fragment} = targetOf(node, ref)
    const isHere = path === this.root.document.source.path
    const isValidated = isHere && validatedSections.has(fragment.split('/')[1])
    if (isValidated && !this.#inlined.has(node.value)) return undefined
    return this.references.resolve(node)
  }
}
