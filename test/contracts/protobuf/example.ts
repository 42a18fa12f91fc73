import {readProtobuf} from '../../../src/contracts/protobuf/reader.js'
import {askProtobufjs} from '../../../src/contracts/protobuf/second-opinion.js'
import {type AnyLintRule, lint} from '../../../src/core/lint.js'

/**
 * `line: message` of what a rule reports about an example of protobuf files that are read together: the text up to the
 * first line `// file: <path>`, and what is behind each. Lines are those of the example. What it wants is taken out
 * first: it would be a comment like any other.
 */
export async function reportedIn(text: string, rule: AnyLintRule, options: unknown): Promise<string[]> {
  const settings = new Map([[rule.id, {severity: 'error' as const, options}]])
  const linesBefore = new Map<string, number>()
  const sources = []
  let line = 0
  const example = text.replaceAll(/ *\/\/ want: .+$/gm, '')
  for (const part of example.split(/^(?=\/\/ file: )/m)) {
    const path = /^\/\/ file: (\S+)/.exec(part)?.[1]
    linesBefore.set(path ?? 'example.proto', line)
    line += part.split('\n').length - 1
    // Before the first file there may be nothing but the options.
    if (path !== undefined || part === example || part.replace(/^\/\/ options: .+/m, '').trim() !== '')
      sources.push({path: path ?? 'example.proto', text: part})
  }
  const contracts = readProtobuf(sources)
  await askProtobufjs(contracts)
  return contracts
    .flatMap(contract => lint(contract, [rule], settings).findings)
    .map(({location: {path, start}, message}) => `${(linesBefore.get(path) ?? 0) + start.line}: ${message}`)
}
