import {counted} from '../core/counted.js'
import {MeshError} from '../core/errors.js'
import type {Finding} from '../core/finding.js'
import type {AnyLintRule} from '../core/lint.js'
import type {Line, Report} from '../core/report.js'
import {Lines, type Location, type Source, startOf} from '../core/source.js'
import {readTextFile, shownPath} from '../io/files.js'
import {customRuleFiles, customRules} from './custom-rules.js'
import type {LintRequest} from './request.js'
import {reportedAbout, wantsOf} from './rule-examples.js'
import {selectionOf} from './selection.js'

type Request = Pick<LintRequest, 'config' | 'root' | 'cwd' | 'signal' | 'only'>

/** Judges the rules of the project by their own examples, as the tests of mesh judge those of mesh. */
export async function lintRules(request: Request): Promise<Report> {
  const {config, cwd, only = []} = request
  const rules = await customRules(request)
  if (rules.length === 0)
    throw new MeshError(
      'The project has no rules of its own.',
      'Make one with "mesh new rule", and name its file under "lint.customRules" in mesh.yaml.',
    )
  const ids = rules.map(({id}) => id)
  const chosen = selectionOf(only, [], ids).only
  const files = await customRuleFiles(request)
  const findings: Finding[] = []
  const lines: Line[] = []
  const sources: Source[] = []
  let examples = 0
  for (const rule of rules.filter(({id}) => chosen?.has(id) ?? true)) {
    const path = shownPath(files.get(rule.id) ?? rule.id, cwd)
    const source = {path, text: await readTextFile(files.get(rule.id) ?? path, path)}
    sources.push(source)
    const {valid, invalid} = rule.examples
    examples += valid.length + invalid.length
    const failures = [
      ...(await failuresOf(rule, 'valid', config.lint.exemptPaths)),
      ...(await failuresOf(rule, 'invalid', config.lint.exemptPaths)),
    ]
    for (const {example, line, message} of failures)
      findings.push({rule: rule.id, severity: 'error', message, location: placeOf(example, line, source)})
    lines.push({
      mark: failures.length > 0 ? 'bad' : 'good',
      text: `${rule.id}: ${counted(valid.length, 'valid example')}, ${counted(invalid.length, 'invalid example')}`,
    })
  }
  const tested = `${counted(sources.length, 'rule')}, ${counted(examples, 'example')}`
  return {
    outcome: findings.length > 0 ? 'fail' : 'pass',
    summary: findings.length > 0 ? `${counted(findings.length, 'error')} in ${tested}.` : `${tested}: all are right.`,
    findings,
    lines,
    sources,
    data: {rules: sources.length, examples},
  }
}

interface Fault {
  readonly message: string
  /** Of the example; undefined when it is about the whole. */
  readonly line?: number
}

interface Failure extends Fault {
  readonly example: string
}

async function failuresOf(
  rule: AnyLintRule,
  state: 'valid' | 'invalid',
  exemptPaths: readonly string[],
): Promise<readonly Failure[]> {
  const failures: Failure[] = []
  for (const [index, example] of rule.examples[state].entries()) {
    const name = `${state === 'valid' ? 'Valid' : 'Invalid'} example ${index + 1}`
    for (const fault of await faultsOf(rule, example, state === 'valid', exemptPaths))
      failures.push({...fault, example, message: `${name}: ${fault.message}`})
  }
  return failures
}

async function faultsOf(
  rule: AnyLintRule,
  example: string,
  isValid: boolean,
  exemptPaths: readonly string[],
): Promise<readonly Fault[]> {
  const wanted = wantsOf(example)
  if (isValid && wanted.length > 0) return [{message: 'a valid example wants nothing to be reported.'}]
  let reported: readonly string[]
  try {
    reported = await reportedAbout(rule, example, exemptPaths)
  } catch (error) {
    if (error instanceof MeshError) return [{message: error.message}]
    throw error
  }
  if (!isValid && wanted.length === 0 && reported.length === 0) return [{message: 'nothing is reported.'}]
  const hint = isValid ? '' : ' If that is right, end the line in a comment "want: …".'
  return [
    ...without(wanted, reported).map(each => faultAt(each, 'is not reported')),
    ...without(reported, wanted).map(each => faultAt(each, 'is reported', hint)),
  ]
}

/** About what was reported, or should be, as `line: message`. */
function faultAt(told: string, state: string, hint = ''): Fault {
  const [, line = '1', message = ''] = /^(\d+): (.*)$/s.exec(told) ?? []
  return {line: Number(line), message: `line ${line} ${state}: ${message}${hint}`}
}

/** What is in one list more often than in the other. */
function without(texts: readonly string[], others: readonly string[]): readonly string[] {
  const left = [...others]
  return texts.filter(each => {
    const at = left.indexOf(each)
    if (at !== -1) left.splice(at, 1)
    return at === -1
  })
}

/** Where a line of an example stands in the file of its rule; an example that is put together is found nowhere. */
function placeOf(example: string, line: number | undefined, {path, text}: Source): Location {
  const at = text.indexOf(example)
  if (at === -1) return startOf(path)
  const lines = new Lines(text)
  // Without a line, the first one with something in it.
  const inside = line === undefined ? example.slice(0, example.search(/\S/)).split('\n').length : line
  const number = lines.position(at).line + inside - 1
  const first = Math.max(0, lines.line(number).search(/\S/)) + 1
  return {path, start: {line: number, column: first}, end: {line: number, column: lines.line(number).length + 1}}
}
