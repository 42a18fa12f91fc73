import {type JsonKind, kinds, type TextKind, textKindNames, textKindOf, textKinds} from '../contracts/index.js'
import {readJson} from '../contracts/json/document.js'
import {isPact, readPactContract} from '../contracts/pact/reader.js'
import {MeshError} from '../core/errors.js'
import {type AnyLintRule, lint} from '../core/lint.js'
import type {AnyContract} from '../core/rule.js'
import {Run} from '../core/run.js'
import type {Source} from '../core/source.js'

/*
 * In an example of a rule a line that is to be reported ends in a comment `want: <message>`, several messages on a line
 * are joined by ` | `. A line `options: {…}` in a comment gives the options of the rule. A comment `file: <path>` on a
 * line of its own starts another file; in YAML only for a rule about several contracts.
 */

const comment = String.raw`(?:#|\/\/)`
const want = new RegExp(`${comment} want: (.+)$`)
const wantsOfLines = new RegExp(` *${comment} want: .+$`, 'gm')
const optionsLine = new RegExp(`^${comment} options: (.+)$`, 'm')
const commentLines = new RegExp(`^${comment}.*$`, 'gm')
const fileLine = new RegExp(`^${comment} file: (\\S+)`, 'm')

/** `line: message` of every want in a text, in the order of the text. */
export function wantsOf(text: string): readonly string[] {
  return text.split('\n').flatMap((line, index) => {
    const messages = want.exec(line)?.[1]?.split(' | ') ?? []
    return messages.map(message => `${index + 1}: ${message.trim()}`)
  })
}

/** `line: message` of what a rule reports about an example, sorted; lines are those of the example. */
export async function reportedAbout(
  rule: AnyLintRule,
  text: string,
  exemptPaths: readonly string[],
  path = pathFor(rule, text),
): Promise<readonly string[]> {
  const files = rule.across || textKindOf(path) !== undefined ? filesIn(text, path) : [{path, text, linesBefore: 0}]
  const contracts = await contractsOf(files, exemptPaths)
  const linesBefore = new Map(files.map(file => [file.path, file.linesBefore]))
  const settings = new Map([[rule.id, {severity: 'error' as const, options: optionsIn(text)}]])
  const run = new Run(contracts)
  return contracts
    .flatMap(contract => lint(contract, [rule], settings, undefined, run).findings)
    .map(({location, message}) => `${(linesBefore.get(location.path) ?? 0) + location.start.line}: ${message}`)
    .sort()
}

/** A file of an example, and how many lines of the example are above it. */
interface ExampleFile extends Source {
  readonly linesBefore: number
}

/** The text up to the first line that names a file, and what is behind each. */
function filesIn(text: string, path: string): readonly ExampleFile[] {
  const files: ExampleFile[] = []
  let linesBefore = 0
  // A want would be a comment of the contract like any other, which may be what a rule is about.
  for (const part of text.replaceAll(wantsOfLines, '').split(new RegExp(`^(?=${comment} file: )`, 'm'))) {
    const named = new RegExp(`^${comment} file: (\\S+)`).exec(part)?.[1]
    // Before the first file there may be nothing but comments, such as the options.
    if (named !== undefined || !fileLine.test(text) || part.replaceAll(commentLines, '').trim() !== '')
      files.push({path: named ?? path, text: part, linesBefore})
    linesBefore += part.split('\n').length - 1
  }
  return files
}

async function contractsOf(files: readonly Source[], exemptPaths: readonly string[]): Promise<readonly AnyContract[]> {
  const contracts: AnyContract[] = []
  for (const file of files)
    if (textKindOf(file.path) === undefined) contracts.push(...(await jsonContracts(file, exemptPaths)))
  for (const name of textKindNames) {
    const kind: TextKind = textKinds[name]
    const texts = files.filter(({path}) => textKindOf(path) === name)
    if (texts.length > 0) contracts.push(...(await kind.read(texts, process.cwd())))
  }
  return contracts.sort((a, b) => (a.source.path < b.source.path ? -1 : 1))
}

async function jsonContracts({path, text}: Source, exemptPaths: readonly string[]): Promise<readonly AnyContract[]> {
  const {documents, problems} = readJson({path, text})
  const [problem] = problems
  if (problem) throw new MeshError(`line ${problem.location.start.line} cannot be read: ${problem.message}`)
  if (documents.length === 0) throw new MeshError('it is empty.')
  const around = documents.map(document => ({document, documents: new Map([[path, document]])}))
  const neighbours = async () => around
  return Promise.all(
    around.map(each => {
      if (isPact(each.document.root)) return readPactContract(each.document)
      const [kind]: readonly JsonKind[] = Object.values(kinds).filter(({matches}) => matches(each.document))
      if (!kind) throw new MeshError('it is no contract: it has no "openapi" or "asyncapi" at its top.')
      return kind.read(each.document, {exemptPaths, documents: each.documents, neighbours})
    }),
  )
}

/** The folder of a rule says in which language its examples are; those of a shared one are YAML, or name their file. */
function pathFor(rule: AnyLintRule, text: string): string {
  const [folder = ''] = rule.id.split('/')
  const own: Readonly<Record<string, TextKind>> = textKinds
  const extension = own[folder]?.extensions[0]
  return extension === undefined ? (fileLine.exec(text)?.[1] ?? 'example.yaml') : `example${extension}`
}

function optionsIn(text: string): unknown {
  const written = optionsLine.exec(text)?.[1]
  if (written === undefined) return {}
  try {
    return JSON.parse(written)
  } catch {
    throw new MeshError('its options are not valid JSON.')
  }
}
