import {performance} from 'node:perf_hooks'
import {loadRule, ruleIds} from '../../contracts/rules.js'
import {MeshError} from '../../core/errors.js'
import {type Finding, inOrder} from '../../core/finding.js'
import type {AnyLintRule} from '../../core/lint.js'
import type {Report} from '../../core/report.js'
import {didYouMean} from '../../core/suggest.js'
import type {PactFile} from '../pact-file.js'
import {readPacts} from '../read-pacts.js'
import {coverageOf} from './coverage.js'
import {type Judged, judge} from './judge.js'
import {readContracts} from './read-contracts.js'
import {type Checked, checkReport} from './report.js'
import type {CheckRequest, ProviderContract} from './request.js'

/** Judges pacts by the contracts of their providers: no provider runs, and no broker is asked. */
export async function checkPacts(request: CheckRequest): Promise<Report> {
  const started = performance.now()
  const rules = await Promise.all(ruleIds.filter(id => id.startsWith('pact/')).map(loadRule))
  const {pacts, strangers} = await readPacts(request.paths)
  const byProvider = providersOf(pacts, request)
  const checked: Checked[] = []
  const left: string[] = []
  for (const [provider, files] of byProvider) {
    request.progress(`${provider}: ${files.length} pacts`)
    const named = of(provider, request.contracts)
    if (named.length === 0) {
      left.push(`Pacts for provider "${provider}" are not checked: no contract is given for it.`)
      continue
    }
    for (const file of files) mustHaveInteractions(file)
    const judged = judge(provider, files, await readContracts(named, request), rules, request.settings)
    checked.push({
      ...judged,
      findings: await newIn(judged, files, rules, request),
      coverage: request.coverage || request.minCoverage !== undefined ? coverageOf(judged) : undefined,
    })
  }
  if (checked.length === 0) throw noContract([...byProvider.keys()], request)
  left.push(...strangers.map(path => `"${path}" is not a pact: left out.`))
  return checkReport({checked, rules, left, durationMs: Math.round(performance.now() - started)}, request)
}

function providersOf(pacts: readonly PactFile[], {provider}: CheckRequest): ReadonlyMap<string, readonly PactFile[]> {
  const found = new Map<string, PactFile[]>()
  for (const pact of pacts) {
    const known = found.get(pact.provider)
    if (known) known.push(pact)
    else found.set(pact.provider, [pact])
  }
  if (provider === undefined) return found
  const own = found.get(provider)
  if (own) return new Map([[provider, own]])
  throw new MeshError(
    `There is no pact for provider "${provider}".${didYouMean(provider, found.keys())}`,
    `The pacts there are for ${[...found.keys()].map(name => `"${name}"`).join(', ')}.`,
  )
}

/** The contracts of a provider, and those that say nothing about whose they are. */
function of(provider: string, contracts: readonly ProviderContract[]): readonly ProviderContract[] {
  return contracts.filter(each => each.provider === undefined || each.provider === provider)
}

function mustHaveInteractions({source, interactions}: PactFile): void {
  if (interactions.length === 0)
    throw new MeshError(
      `"${source.path}" has no interactions: checking it would prove nothing.`,
      'Write the pact anew by running the consumer tests, or delete the file.',
    )
}

/** With an older contract: what it did not say yet. */
async function newIn(
  {provider, findings}: Judged,
  files: readonly PactFile[],
  rules: readonly AnyLintRule[],
  request: CheckRequest,
): Promise<readonly Finding[]> {
  const before = of(provider, request.base)
  if (before.length === 0) return inOrder(findings)
  const old = judge(provider, files, await readContracts(before, request), rules, request.settings)
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
