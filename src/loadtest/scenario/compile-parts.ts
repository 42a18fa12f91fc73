import {type Compilation, checkReferences, type StepPlace} from './compilation.js'
import {httpStep, inPlace} from './http-step.js'
import {type Judge, judgeOf} from './judge.js'
import {parseThink} from './pause.js'
import type {Keys} from './scenario-file.js'
import type {StepSettings} from './schema.js'
import type {Part, Step} from './step.js'

/** An iteration of more parts is a mistake, or a run of its own. */
const mostParts = 10_000

/** Keys that say what a step is; a pause is what has none of them. */
const kinds = ['request', 'operation', 'graphql', 'grpc', 'repeat'] as const

/** Keys that a kind of step does not have. */
const foreign: Readonly<Record<(typeof kinds)[number] | 'think', readonly (keyof StepSettings)[]>> = {
  request: ['path', 'steps'],
  operation: ['steps'],
  graphql: ['path', 'body', 'form', 'steps'],
  grpc: ['path', 'query', 'headers', 'body', 'form', 'steps'],
  repeat: ['name', 'path', 'query', 'headers', 'body', 'form', 'capture', 'expect'],
  think: ['name', 'path', 'query', 'headers', 'body', 'form', 'capture', 'expect', 'steps'],
}

/** What the steps of a scenario do, loops written out. */
export async function compileParts(
  steps: readonly StepSettings[],
  scenario: string,
  compilation: Compilation,
): Promise<readonly Part[]> {
  const {file} = compilation
  const captured = new Set<string>()
  const keys = ['scenarios', scenario, 'steps']
  const parts = await partsOf(steps, keys, [])
  if (parts.some(part => 'step' in part)) return parts
  throw file.mistake(keys, `Scenario "${scenario}" sends nothing.`, 'Give it a request.')

  async function partsOf(list: readonly StepSettings[], at: Keys, numbers: readonly number[]): Promise<Part[]> {
    const all: Part[] = []
    for (const [index, settings] of list.entries()) {
      const own = [...numbers, index + 1]
      const place = {keys: [...at, index], title: `Step ${own.join('.')} of "${scenario}"`, captured}
      all.push(...(await partsOfStep(settings, place, own)))
      if (all.length > mostParts)
        throw file.mistake(place.keys, `Scenario "${scenario}" has more than ${mostParts} parts.`, 'Repeat less often.')
    }
    return all
  }

  async function partsOfStep(settings: StepSettings, place: StepPlace, numbers: readonly number[]): Promise<Part[]> {
    const kind = kindOf(settings, place)
    const pause = settings.think === undefined ? [] : [{pause: thinkOf(settings.think, place)}]
    if (kind === 'think') return pause
    if (kind === 'repeat') {
      const {repeat = 1, steps: inner} = settings
      if (inner === undefined)
        throw file.mistake(place.keys, `${place.title} has no steps to repeat.`, 'Give it "steps".')
      const once = [...(await partsOf(inner, [...place.keys, 'steps'], numbers)), ...pause]
      if (once.length * repeat > mostParts)
        throw file.mistake(
          place.keys,
          `${place.title} makes ${once.length * repeat} parts.`,
          `Stay below ${mostParts}.`,
        )
      return Array.from({length: repeat}, () => once).flat()
    }
    const judge = judgeOf(settings, place.keys, file)
    checkReferences(judge.references, [...place.keys, 'expect'], place, compilation)
    const step = await stepOf(settings, judge, place)
    for (const name of Object.keys(settings.capture ?? {})) {
      if (compilation.data.some(data => data.name === name))
        throw file.mistake(
          [...place.keys, 'capture', name],
          `"${name}" is the name of data.`,
          'Capture it by another one.',
        )
      captured.add(name)
    }
    return [{step}, ...pause]
  }

  /** What GraphQL and gRPC need is loaded only where there is such a step. */
  async function stepOf(settings: StepSettings, judge: Judge, place: StepPlace): Promise<Step> {
    const {graphql, grpc} = settings
    if (settings.request !== undefined) return httpStep(settings, judge, place, compilation)
    if (graphql)
      return (await import('./graphql-step.js')).graphqlStep({...settings, graphql}, judge, place, compilation)
    if (grpc) return (await import('./grpc-step.js')).grpcStep({...settings, grpc}, judge, place, compilation)
    return (await import('./operation-step.js')).operationStep(settings, judge, place, compilation)
  }

  function kindOf(settings: StepSettings, {keys: at, title}: StepPlace) {
    const given = kinds.filter(kind => settings[kind] !== undefined)
    if (given.length > 1)
      throw file.mistake(at, `${title} has "${given[0]}" and "${given[1]}".`, 'Make two steps of it.')
    const [kind = 'think'] = given
    if (kind === 'think' && settings.think === undefined)
      throw file.mistake(at, `${title} does nothing.`, `Give it one of ${[...kinds, 'think'].join(', ')}.`)
    const wrong = foreign[kind].find(key => settings[key] !== undefined)
    if (wrong === undefined) return kind
    throw file.mistake(
      [...at, wrong],
      `${title} has "${wrong}", which does not go with "${kind}".`,
      'Leave one of them out.',
    )
  }

  function thinkOf(text: string, {keys: at}: StepPlace) {
    return inPlace([...at, 'think'], compilation, () => parseThink(text, 'Thinking time'))
  }
}
