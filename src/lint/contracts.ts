import {dirname} from 'node:path'
import {performance} from 'node:perf_hooks'
import type {Config} from '../config/schema.js'
import {checks} from '../contracts/checks.js'
import {type About, type Kind, kindNames, kinds, textKindNames, textKindOf, titleOf} from '../contracts/index.js'
import {rulesFor} from '../contracts/rules.js'
import {MeshError} from '../core/errors.js'
import {type Finding, inOrder, totals} from '../core/finding.js'
import {type AnyLintRule, lint, type RuleSettings} from '../core/lint.js'
import type {Progress} from '../core/progress.js'
import type {Report, RuleSummary} from '../core/report.js'
import type {AnyContract} from '../core/rule.js'
import type {Source} from '../core/source.js'
import {shownPath} from '../io/files.js'
import {candidates} from './discover.js'
import {DocumentLoader, isBelow} from './documents.js'
import {findingOf, recognize} from './recognize.js'
import {ruleSettings} from './settings.js'
import {summaryOf} from './summary.js'
import {readTexts} from './texts.js'

export interface LintRequest {
  /** Files, folders and globs; none means what the configuration includes. */
  readonly paths: readonly string[]
  readonly config: Config
  /** The folder of mesh.yaml: references to files do not leave it. */
  readonly root: string
  readonly cwd: string
  /** Follow references into the network. */
  readonly allowRemote: boolean
  readonly progress: Progress
  readonly signal: AbortSignal
}

/** A contract that was judged, for the JSON output. */
interface Judged extends About {
  readonly path: string
  readonly kind: Kind
}

/** Finds contracts, reads them and judges each by the rules of its kind. */
export async function lintContracts(request: LintRequest): Promise<Report> {
  const {config, root, cwd, progress, signal} = request
  const started = performance.now()
  const settings = ruleSettings(config)
  const loader = new DocumentLoader(cwd, request.allowRemote, signal)
  const findings: Finding[] = []
  const contracts: Judged[] = []
  const kindRules = new Map<Kind, readonly AnyLintRule[]>()
  const sources = new Map<string, Source>()
  let ignored = 0
  let broken = 0
  const files = await candidates(request.paths, config, root, cwd)
  for (const [index, candidate] of files.entries()) {
    if (textKindOf(candidate.path) !== undefined) continue
    signal.throwIfAborted()
    progress(`${index + 1}/${files.length} ${shownPath(candidate.path, cwd)}`)
    const {source, documents, problems} = await recognize(candidate, loader)
    if (!source) continue
    sources.set(source.path, source)
    findings.push(...problems)
    if (documents.length === 0) broken++
    for (const {kind, document} of documents) {
      const workspace = isBelow(candidate.path, root) ? root : dirname(candidate.path)
      const reached = await loader.referredFrom(document, workspace)
      for (const part of reached.texts) {
        sources.set(part.source.path, part.source)
        findings.push(...part.problems.map(findingOf))
      }
      const context = {documents: reached.documents, exemptPaths: config.lint.exemptPaths}
      const contract = await kinds[kind].read(document, context)
      const {version, title, operations, judgeable, ...checked} = await kinds[kind].check(contract, context)
      findings.push(...checked.findings)
      contracts.push({path: document.source.path, kind, version, title, operations})
      await judge(contract, kind, judgeable)
    }
  }
  for (const kind of textKindNames) {
    const texts = files.filter(({path}) => textKindOf(path) === kind)
    if (texts.length === 0) continue
    progress(`${texts.length} ${titleOf(kind)} files`)
    const {contracts: read, broken: unread} = await readTexts(kind, texts, loader, root)
    findings.push(...unread)
    broken += unread.length
    for (const {contract, about} of read) {
      signal.throwIfAborted()
      sources.set(contract.source.path, contract.source)
      contracts.push({path: contract.source.path, kind, ...about})
      await judge(contract, kind, true)
    }
  }
  if (contracts.length === 0 && broken === 0) throw nothingFound(request, files.length)
  // A shared rule is in the lists of several kinds.
  const rules = new Map([...kindRules.values()].flat().map(rule => [rule.id, rule]))
  const active = [...rules.values()].filter(rule => severityOf(rule, settings) !== 'off')
  const told = distinct(applySettings(findings, settings))
  const durationMs = Math.round(performance.now() - started)
  const {error} = totals(told)
  return {
    outcome: error > 0 ? 'fail' : 'pass',
    summary: summaryOf({findings: told, contracts, broken, rules: active.length, ignored, durationMs}),
    findings: inOrder(told),
    rules: [...active, ...checks].map(rule => summaryOfRule(rule, settings)),
    next:
      told.length > 0 ? ['Run "mesh explain <rule>" to read why a rule is there and how to mend what it finds.'] : [],
    data: {contracts, rules: active.length, ignored, durationMs},
    sources: [...sources.values()],
  }

  async function judge(contract: AnyContract, kind: Kind, judgeable: boolean): Promise<void> {
    const known = kindRules.get(kind) ?? (await rulesFor(kind))
    kindRules.set(kind, known)
    if (!judgeable) return
    const result = lint(contract, known, settings)
    for (const finding of result.findings) findings.push(finding)
    ignored += result.ignored
  }
}

function severityOf(rule: RuleSummary, settings: RuleSettings) {
  return settings.get(rule.id)?.severity ?? rule.severity
}

function summaryOfRule(rule: RuleSummary, settings: RuleSettings): RuleSummary {
  const {id, summary, why, fix} = rule
  return {id, summary, why, fix, severity: severityOf(rule, settings)}
}

/** The checks of the readers do not know the configuration. */
function applySettings(findings: readonly Finding[], settings: RuleSettings): Finding[] {
  const ids = new Set(checks.map(({id}) => id))
  return findings.flatMap(finding => {
    const severity = ids.has(finding.rule) ? settings.get(finding.rule)?.severity : undefined
    if (severity === undefined) return finding
    return severity === 'off' ? [] : {...finding, severity}
  })
}

/** A file that several contracts refer to is told about once. */
function distinct(findings: readonly Finding[]): Finding[] {
  const seen = new Map<string, Finding>()
  for (const finding of findings) {
    const {rule, message, location} = finding
    const id = `${rule}\n${location.path}\n${location.start.line}:${location.start.column}\n${message}`
    if (!seen.has(id)) seen.set(id, finding)
  }
  return [...seen.values()]
}

function nothingFound({paths, root, cwd}: LintRequest, files: number): MeshError {
  const where = paths.length > 0 ? paths.map(path => `"${path}"`).join(', ') : `"${shownPath(root, cwd)}"`
  const looked = files === 0 ? 'No file may be a contract' : `None of ${files} files is a contract`
  return new MeshError(
    `${looked} in ${where}.`,
    `A contract has "openapi" at its top, or ends in ".proto". Name one, or set "contracts.include" in mesh.yaml. Kinds: ${kindNames.map(titleOf).join(', ')}.`,
  )
}
