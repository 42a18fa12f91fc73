import {performance} from 'node:perf_hooks'
import {loadRule, ruleIds} from '../../contracts/rules.js'
import {MeshError} from '../../core/errors.js'
import {type Finding, inOrder} from '../../core/finding.js'
import type {AnyLintRule} from '../../core/lint.js'
import type {Report} from '../../core/report.js'
import type {Source} from '../../core/source.js'
import {didYouMean} from '../../core/suggest.js'
import {pactFailure} from '../exit-codes.js'
import {mustHaveInteractions} from '../pacts/must-have-interactions.js'
import type {PactFile} from '../pacts/pact-file.js'
import {coverageOf} from './coverage.js'
import {gather} from './gather.js'
import {type Judged, judge} from './judge.js'
import {readContracts} from './read-contracts.js'
import {type Checked, checkReport} from './report.js'
import {type CheckRequest, contractsFor} from './request.js'

/** Judges pacts by the contracts of their providers: no provider runs, and no broker is asked. */
export async function checkPacts(request: CheckRequest): Promise<Report> {
  const started = performance.now()
  const rules = await Promise.all(ruleIds.filter(id => id.startsWith('pact/')).map(loadRule))
  const byProvider = providersOf(request)
  const checked: Checked[] = []
  const left: string[] = []
  for (const [provider, files] of byProvider) {
    request.progress(`${provider}: ${files.length} pacts`)
    const named = contractsFor(provider, request.contracts)
    if (named.length === 0) {
      left.push(`Pacts for provider "${provider}" are not checked: no contract is given for it.`)
      continue
    }
    for (const file of files) mustHaveInteractions(file, 'checking it would prove nothing')
    const gathered = gather(provider, files, await readContracts(named, request))
    const judged = judge(gathered, rules, request.settings)
    checked.push({
      ...judged,
      findings: await newIn(judged, files, rules, request),
      coverage: request.coverage || request.minCoverage !== undefined ? coverageOf(judged) : undefined,
    })
  }
  if (checked.length === 0) throw noContract([...byProvider.keys()], request)
  left.push(...request.strangers.map(path => `"${path}" is not a pact: left out.`))
  const found = checked.flatMap(({findings}) => findings)
  const sources = sourcesOf(checked)
  const narrowed = await request.narrow(found, sources)
  const told = new Set(narrowed.findings)
  const narrow = checked.map(each => ({...each, findings: each.findings.filter(finding => told.has(finding))}))
  const durationMs = Math.round(performance.now() - started)
  return checkReport({checked: narrow, rules, left, narrowed, sources, durationMs}, request)
}

function sourcesOf(checked: readonly Checked[]): readonly Source[] {
  const sources = checked.flatMap(({run}) => run.contracts.map(({source}) => source))
  return [...new Map(sources.map(source => [source.path, source])).values()]
}

function providersOf({pacts, provider}: CheckRequest): ReadonlyMap<string, readonly PactFile[]> {
  const found = new Map<string, PactFile[]>()
  for (const pact of pacts) {
    const known = found.get(pact.provider)
    if (known) known.push(pact)
    else found.set(pact.provider, [pact])
  }
  if (provider === undefined) return found
  const own = found.get(provider)
  if (own) return new Map([[provider, own]])
  throw pactFailure(
    'nothing',
    `There is no pact for provider "${provider}".${didYouMean(provider, found.keys())}`,
    `The pacts there are for ${[...found.keys()].map(name => `"${name}"`).join(', ')}.`,
  )
}

/** With an older contract: what it did not say yet. */
async function newIn(
  {provider, findings}: Judged,
  files: readonly PactFile[],
  rules: readonly AnyLintRule[],
  request: CheckRequest,
): Promise<readonly Finding[]> {
  const before = contractsFor(provider, request.base)
  if (before.length === 0) return inOrder(findings)
  const old = judge(gather(provider, files, await readContracts(before, request)), rules, request.settings)
  const known = new Set(old.findings.map(identity))
  return inOrder(findings.filter(finding => !known.has(identity(finding))))
}

/** The words of a finding may change with the contract; that something is wrong there does not. */
function identity({rule, location: {path, start, end}}: Finding): string {
  return `${rule} ${path} ${start.line}:${start.column}-${end.line}:${end.column}`
}

function noContract(providers: readonly string[], {contracts}: CheckRequest): MeshError {
  const names = providers.map(name => `"${name}"`).join(', ')
  if (contracts.length === 0)
    return new MeshError(
      'It is not said which contracts the pacts are checked against.',
      `Use --contract FILE, or --contract PROVIDER=FILE for several, or "pact.contracts" in mesh.yaml. The pacts are for ${names}.`,
    )
  const known = contracts.flatMap(({provider}) => provider ?? [])
  return new MeshError(
    `The contracts are for ${[...new Set(known)].map(name => `"${name}"`).join(', ')}, but the pacts are for ${names}.`,
    'Name the provider before the file as the pacts do: --contract PROVIDER=FILE.',
  )
}
