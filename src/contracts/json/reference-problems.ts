import type {JsonDocument, JsonNode} from './node.js'
import {referencesIn} from './reference-walk.js'
import type {References} from './references.js'

/** A `$ref` that leads nowhere. */
export interface ReferenceProblem {
  readonly at: JsonNode
  readonly message: string
  readonly fix?: string
}

/**
 * The references of some documents that lead nowhere, to the wrong kind of component, or only back to themselves.
 * `wrongKind` says what is wrong about what a reference leads to.
 */
export function referenceProblems(
  documents: Iterable<JsonDocument>,
  references: References,
  wrongKind: (node: JsonNode, target: JsonNode) => string | undefined = () => undefined,
): ReferenceProblem[] {
  const problems: ReferenceProblem[] = []
  const circular = new Set<unknown>()
  for (const document of documents)
    for (const {node, ref} of referencesIn(document)) {
      const at = node.get('$ref') ?? node
      const step = references.step(node, ref)
      if ('failure' in step) {
        problems.push({at, message: step.failure, ...(step.fix !== undefined && {fix: step.fix})})
        continue
      }
      const kind = wrongKind(node, step.node)
      if (kind !== undefined) problems.push({at, message: kind})
      if (references.resolve(node) || circular.has(node.value)) continue
      const circle = circleFrom(node, references)
      if (!circle) continue
      for (const {value} of circle) circular.add(value)
      const steps = circle.length
      problems.push({
        at,
        message:
          steps === 1
            ? 'This reference only leads back to itself.'
            : `This reference only leads back to itself, through a circle of ${steps} references.`,
      })
    }
  return problems
}

/** The references that lead to each other, if a node is one of them. */
function circleFrom(node: JsonNode, references: References): JsonNode[] | undefined {
  const chain: JsonNode[] = []
  const seen = new Set<unknown>()
  for (let at: JsonNode | undefined = node; at?.ref !== undefined && !seen.has(at.value); ) {
    seen.add(at.value)
    chain.push(at)
    const step = references.step(at, at.ref)
    at = 'node' in step ? step.node : undefined
    if (at?.value === node.value) return chain
  }
  return undefined
}
