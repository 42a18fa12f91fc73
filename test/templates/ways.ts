import {type Choices, loadComposition} from '../../src/scaffold/composition.js'
import {type Choice, loadTemplate, projectNames, type Template} from '../../src/scaffold/template.js'
import {pairwise} from './pairwise.js'

/** A project of a template, with one way to choose from what it offers. */
export interface Way {
  readonly label: string
  readonly template: string
  readonly choices: Choices
  /**
   * Which of its own tests it runs: all; all but those of the platform, which are the same files in every project; or
   * those in some folders, with those of the project as a whole, which lie in `test` itself, unless all that is new are
   * tests; or none, where nothing that runs is different from a project that is tried anyway.
   */
  readonly tests: 'all' | 'above the platform' | 'none' | {readonly folders: readonly string[]; readonly whole: boolean}
}

/** All that is tried, in groups that may run side by side. Nothing is listed: templates are found by their folders. */
export interface Ways {
  /** Every template with its defaults. */
  readonly plain: readonly Way[]
  /** One option of one choice, the rest by default. */
  readonly options: readonly (Way & {readonly choice: string})[]
  /** Everything at once that goes together. */
  readonly together: readonly Way[]
  /** Every two options of which both may be chosen, in as few projects as possible, beside those that are tried together. */
  readonly pairs: readonly Way[]
}

export async function waysToChoose(): Promise<Ways> {
  const offered = await Promise.all(projectNames.map(loadTemplate))
  const ways = await Promise.all(offered.map(waysOf))
  return {
    plain: ways.flatMap(({plain}) => plain),
    options: ways.flatMap(({options}) => options),
    together: ways.flatMap(({together}) => together),
    pairs: ways.flatMap(({pairs}) => pairs),
  }
}

async function waysOf(template: Template): Promise<Ways> {
  const {name, choices} = template
  const defaults = Object.fromEntries(Object.entries(choices).map(([key, choice]) => [key, choice.default]))
  const way = (changed: Choices, tests: Way['tests']): Way => {
    const all = {...defaults, ...changed}
    return {label: [name, ...Object.values(all).flat()].join(' '), template: name, choices: all, tests}
  }
  const plain = way({}, 'all')
  const options = []
  for (const [choice, offer] of Object.entries(choices))
    for (const option of Object.keys(offer.options)) {
      const alone = {[choice]: [option]}
      const brought = await foldersOfTests(name, {...defaults, ...alone}, defaults)
      const one = way(alone, testsOfOption(offer, brought))
      if (one.label !== plain.label) options.push({...one, choice})
    }
  const everything = Object.fromEntries(
    Object.entries(choices).flatMap(([key, {options: named, several}]) => (several ? [[key, Object.keys(named)]] : [])),
  )
  const several = async (changed: Choices, tests: Way['tests']): Promise<Way> => {
    const brought = await foldersOfTests(name, {...defaults, ...changed}, defaults)
    return way(changed, typeof brought === 'object' && brought.whole ? tests : brought)
  }
  const together = options.length > 1 ? [await several(everything, 'above the platform')] : []
  const pairs = await Promise.all(pairwise(choices).map(chosen => several(chosen, {folders: [], whole: true})))
  const isNew = ({label}: Way): boolean => together.every(other => other.label !== label)
  return {plain: [plain], options, together, pairs: pairs.filter(isNew)}
}

/** What an option alone runs, when it brings these tests. */
function testsOfOption({several, default: usual}: Choice, brought: Way['tests']): Way['tests'] {
  if (several || typeof brought !== 'object') return brought
  // What takes the place of something else may break whatever was used to that.
  if (usual.length > 0) return 'above the platform'
  // Of these there is one in every pair, which tries the project as a whole.
  return brought.folders.length > 0 ? {folders: brought.folders, whole: false} : 'none'
}

/** The tests that these choices make a difference for, beside the others: `test/grpc`. */
async function foldersOfTests(template: string, choices: Choices, others: Choices): Promise<Way['tests']> {
  const known = new Set((await loadComposition(template, others)).files.map(({example}) => example))
  const brought = (await loadComposition(template, choices)).files.filter(({example}) => !known.has(example))
  // Parts of documents, manifests of a cluster: no code, and nothing that code reads.
  const isCode = ({example}: {readonly example: string}) => /^(src|test|contracts)\/|^package\.json$/.test(example)
  if (!brought.some(isCode)) return 'none'
  const folders = brought.flatMap(({example}) => /^(test\/[^/]+)\/.*\.test\.ts$/.exec(example)?.[1] ?? [])
  return {
    folders: [...new Set(folders)],
    whole: folders.length === 0 || brought.some(file => isCode(file) && !file.example.startsWith('test/')),
  }
}
