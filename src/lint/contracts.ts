import {dirname} from 'node:path'
import {performance} from 'node:perf_hooks'
import {checks} from '../contracts/checks.js'
import {type Kind, kinds, textKindNames, textKindOf, titleOf} from '../contracts/index.js'
import {rulesFor} from '../contracts/rules.js'
import {compareText, type Finding} from '../core/finding.js'
import {type AnyLintRule, lint} from '../core/lint.js'
import type {Report, Suppressed} from '../core/report.js'
import type {AnyContract} from '../core/rule.js'
import {Run} from '../core/run.js'
import type {Source} from '../core/source.js'
import {shownPath} from '../io/files.js'
import {customRules, judges} from './custom-rules.js'
import {candidates} from './discover.js'
import {DocumentLoader, isBelow} from './documents.js'
import {Exemptions} from './exemptions.js'
import {interruptible} from './interruptible.js'
import {Neighbours} from './neighbours.js'
import {nothingFound} from './nothing-found.js'
import {withoutPatches} from './patches.js'
import {findingOf, recognize} from './recognize.js'
import {isIgnored, type Judged, reportOf} from './report.js'
import type {LintRequest} from './request.js'
import {Elements} from './score.js'
import type {LeftPlace} from './search.js'
import {settingsOf} from './settings.js'
import {type IsSettled, settled} from './settled.js'
import {readTexts} from './texts.js'
import {Times} from './times.js'

export type {LintRequest}

/** Finds contracts, reads them and judges each by the rules of its kind; last comes what lies between them. */
export async function lintContracts(request: LintRequest): Promise<Report> {
  const {config, root, cwd, progress, signal, subject = 'contracts'} = request
  const started = performance.now()
  const breathe = interruptible(signal)
  // Nothing is measured that nobody wants to see: there are as many measurements as rules times contracts.
  const clock = request.timing ? () => performance.now() : undefined
  const custom = await customRules(request)
  const settings = await settingsOf(request, custom)
  const loader = new DocumentLoader(cwd, request.allowRemote, signal, request.stdin, config.lint.privateHosts)
  const findings: Finding[] = []
  const contracts: Judged[] = []
  const kindRules = new Map<Kind, KindRules>()
  const ownRules = new Set(custom.map(({id}) => id))
  const read: {readonly contract: AnyContract; readonly kind: Kind}[] = []
  const sources = new Map<string, Source>()
  const suppressed: Suppressed[] = []
  const times = new Times()
  const around = new Neighbours(loader, subject, folder => filesIn([folder]))
  const elements = request.minScore === undefined && config.lint.minScore === undefined ? undefined : new Elements()
  const exemptions = new Exemptions(settings)
  let knownSettled: Promise<IsSettled> | undefined
  const leftPlaces: LeftPlace[] = []
  const templates: string[] = []
  let ignored = 0
  let broken = 0
  const filesIn = async (paths: readonly string[], onLeft?: (link: LeftPlace) => void) => {
    const found = await candidates(paths, request, onLeft && request.stdin, onLeft)
    return subject === 'manifests' ? withoutPatches(found, loader) : found
  }
  const asked = await filesIn(request.paths, link => leftPlaces.push(link))
  const isQuiet = isIgnored(request)
  const files = asked.filter(({path}) => !isQuiet(path))
  const isText = (path: string) => subject === 'contracts' && textKindOf(path) !== undefined
  for (const [index, candidate] of files.entries()) {
    if (isText(candidate.path)) continue
    await breathe()
    progress(`${index + 1}/${files.length} ${shownPath(candidate.path, cwd)}`)
    const {source, documents, problems, isTemplate} = await recognize(candidate, loader, subject)
    if (isTemplate) templates.push(shownPath(candidate.path, cwd))
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
      const neighbours = () => around.of(kind, workspace)
      const context = {documents: reached.documents, neighbours, exemptPaths: config.lint.exemptPaths}
      const contract = exemptions.watched(await kinds[kind].read(document, context))
      const {version, title, operations, judgeable, ...checked} = await kinds[kind].check(contract, context)
      for (const finding of checked.findings) findings.push(finding)
      contracts.push({path: document.source.path, kind, version, title, operations})
      await judge(contract, kind, judgeable)
    }
  }
  for (const kind of subject === 'contracts' ? textKindNames : []) {
    const texts = files.filter(({path}) => textKindOf(path) === kind)
    if (texts.length === 0) continue
    progress(`${texts.length} ${titleOf(kind)} files`)
    const {
      contracts: found,
      broken: unread,
      spoiled,
    } = await readTexts(kind, texts, loader, root, async folder =>
      (await candidates([folder], request)).filter(({path}) => textKindOf(path) === kind),
    )
    findings.push(...unread, ...spoiled)
    broken += unread.length
    for (const {contract, about} of found) {
      await breathe()
      sources.set(contract.source.path, contract.source)
      contracts.push({path: contract.source.path, kind, ...about})
      await judge(exemptions.watched(contract), kind, true)
    }
  }
  read.sort((a, b) => compareText(a.contract.source.path, b.contract.source.path))
  const run = new Run(
    read.map(({contract}) => contract),
    ownRules,
  )
  // One contract alone has nothing to agree with.
  for (const {contract, kind} of read.length > 1 ? read : []) {
    await breathe()
    judgeBy((await rulesOf(kind)).across, contract, run)
  }
  // A hook names files without knowing which of them are ignored: that is no mistake.
  const isEmpty = contracts.length === 0 && broken === 0
  if (isEmpty && (files.length > 0 || asked.length === 0))
    throw nothingFound(request, files.length, leftPlaces, templates)
  // A shared rule is in the lists of several kinds.
  const byId = new Map(
    [...kindRules.values()].flatMap(({each, across}) => [...each, ...across]).map(rule => [rule.id, rule]),
  )
  const rules = [...byId.values()]
  const isSettled = () => {
    knownSettled ??= settled(files, rules, loader, request)
    return knownSettled
  }
  findings.push(...(await exemptions.findings(isSettled)))
  const told = {
    findings,
    suppressed,
    contracts,
    broken,
    ignored,
    leftPlaces,
    templates,
    rules,
    sources: [...sources.values()],
  }
  return reportOf({...told, settled: isSettled, times, elements, started}, request, settings)

  async function judge(contract: AnyContract, kind: Kind, judgeable: boolean): Promise<void> {
    const {each, across} = await rulesOf(kind)
    if (!judgeable) return
    elements?.add(contract)
    judgeBy(each, contract, new Run([contract], ownRules))
    exemptions.judged(contract, () =>
      checks.flatMap(check =>
        judges(check.id, kind) && settings.at(check, contract.source.path).severity !== 'off' ? check.id : [],
      ),
    )
    const isCompared = across.some(rule => settings.at(rule, contract.source.path).severity !== 'off')
    if (isCompared) read.push({contract, kind})
  }

  async function rulesOf(kind: Kind): Promise<KindRules> {
    let known = kindRules.get(kind)
    if (known === undefined) {
      const all = [...(await rulesFor(kind)), ...custom.filter(({id}) => judges(id, kind))]
      known = {each: all.filter(({across}) => !across), across: all.filter(({across}) => across)}
      kindRules.set(kind, known)
    }
    return known
  }

  function judgeBy(rules: readonly AnyLintRule[], contract: AnyContract, run: Run): void {
    const inForce = settings.of(rules, contract.source.path)
    const result = lint(contract, rules, inForce, clock, run)
    times.add(result.times)
    exemptions.judged(contract, () => rules.flatMap(({id}) => (inForce.get(id)?.severity === 'off' ? [] : id)))
    for (const finding of result.findings) findings.push(finding)
    for (const {finding, exemption} of result.suppressed) {
      const {reason} = exemption
      suppressed.push({finding, by: 'exemption', ...(reason !== undefined && {reason})})
    }
    ignored += result.ignored
  }
}

/** The rules of a kind: those that judge a contract by itself, and those that compare it with others. */
interface KindRules {
  readonly each: readonly AnyLintRule[]
  readonly across: readonly AnyLintRule[]
}
