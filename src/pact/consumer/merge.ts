import {MeshError} from '../../core/errors.js'
import {memberOf} from '../pacts/json-text.js'
import type {Interaction, PactFile} from '../pacts/pact-file.js'
import type {RecordedPact} from './recorded.js'

/** A pact of one consumer and provider, put together from what the tests wrote. */
export interface MergedPact {
  readonly consumer: string
  readonly provider: string
  readonly text: string
  readonly interactions: number
  /** How many of them come from the file of an earlier run. */
  readonly kept: number
}

/** Two tests that describe different interactions in the same words. */
export interface Conflict {
  readonly consumer: string
  readonly provider: string
  readonly description: string
  readonly states: readonly string[]
  /** `file:line:column` of the tests, when it could be told. */
  readonly tests: readonly [string | undefined, string | undefined]
}

interface Piece {
  readonly text: string
  readonly interaction: Interaction
  readonly test: string | undefined
}

/** The pacts that were recorded together, by consumer and provider. */
export function groupByPair(recorded: readonly RecordedPact[]): Map<string, RecordedPact[]> {
  const groups = new Map<string, RecordedPact[]>()
  for (const entry of recorded) {
    const key = pairOf(entry.pact)
    groups.set(key, [...(groups.get(key) ?? []), entry])
  }
  return groups
}

/** Consumer and provider as one key. */
export function pairOf({consumer, provider}: Pick<PactFile, 'consumer' | 'provider'>): string {
  return JSON.stringify([consumer, provider])
}

/**
 * Puts the interactions of one consumer and provider together: each once, sorted, with the same bytes for the same
 * tests. `kept` is the file of an earlier run whose interactions stay where no test wrote them anew.
 */
export function mergePacts(
  recorded: readonly RecordedPact[],
  kept: PactFile | undefined,
): {readonly merged: MergedPact; readonly conflicts: readonly Conflict[]} {
  const [first] = recorded
  if (!first) throw new Error('There is nothing to merge.')
  mustBeAlike(recorded, kept)
  const {consumer, provider} = first.pact
  const pieces = new Map<string, Piece>()
  const conflicts: Conflict[] = []
  for (const {pact, test} of recorded)
    for (const interaction of pact.interactions) {
      const text = sliceOf(pact, interaction)
      const before = pieces.get(keyOf(pact, interaction))
      if (before && before.text !== text)
        conflicts.push({
          consumer,
          provider,
          description: interaction.description,
          states: interaction.states,
          tests: [before.test, test],
        })
      else pieces.set(keyOf(pact, interaction), {text, interaction, test})
    }
  const fresh = pieces.size
  for (const interaction of kept?.interactions ?? []) {
    if (!kept || pieces.has(keyOf(kept, interaction))) continue
    pieces.set(keyOf(kept, interaction), {text: sliceOf(kept, interaction), interaction, test: undefined})
  }
  const sorted = [...pieces].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, piece]) => piece)
  const text = assemble(first.pact, sorted)
  return {merged: {consumer, provider, text, interactions: sorted.length, kept: pieces.size - fresh}, conflicts}
}

/** What makes an interaction the same one in another run: description, states with their parameters, and kind. */
export function keyOf(pact: PactFile, {description, node, kind}: Interaction): string {
  const states = memberOf(node, 'providerStates') ?? memberOf(node, 'providerState')
  const stateText = states ? JSON.stringify(JSON.parse(pact.source.text.slice(states.start, states.end))) : ''
  return JSON.stringify([description, stateText === '[]' ? '' : stateText, kind])
}

function sliceOf({source}: PactFile, {node}: Interaction): string {
  return source.text.slice(node.start, node.end)
}

/** The text that the engine wrote, with another list of interactions: what it knows about itself stays. */
function assemble({source, root}: PactFile, pieces: readonly Piece[]): string {
  const list = memberOf(root, pieces[0]?.interaction.list ?? 'interactions')
  if (!list) throw new Error(`${source.path} has no list of interactions.`)
  const texts = pieces.map(({text}) => `\n    ${text}`)
  const {text} = source
  return `${text.slice(0, list.start)}[${texts.join(',')}\n  ]${text.slice(list.end).trimEnd()}\n`
}

/** One file has one version of the specification and one kind of list. */
function mustBeAlike(recorded: readonly RecordedPact[], kept: PactFile | undefined): void {
  const formOf = ({specification, interactions}: PactFile) =>
    `version ${specification}, ${interactions[0]?.list ?? 'interactions'}`
  const [first, ...others] = recorded
  const other = others.find(({pact}) => first && formOf(pact) !== formOf(first.pact))
  if (first && other)
    throw new MeshError(
      `The tests of consumer "${first.pact.consumer}" write pacts with provider "${first.pact.provider}" that do not fit into one file: ${formOf(first.pact)} (${first.test ?? 'unknown test'}), and ${formOf(other.pact)} (${other.test ?? 'unknown test'}).`,
      'Write all of them with PactV4, or give the provider of the messages another name.',
    )
  if (first && kept && kept.interactions.length > 0 && formOf(first.pact) !== formOf(kept))
    throw new MeshError(
      `"${kept.source.path}" has ${formOf(kept)}, and the tests write ${formOf(first.pact)}.`,
      'Run all consumer tests, so that the file is written anew.',
    )
}
