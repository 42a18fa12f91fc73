import type {Exemption} from './contract.js'
import type {Finding, Related, Severity} from './finding.js'
import type {AnyContract, RelatedPlace} from './rule.js'
import type {Location} from './source.js'

/** A finding that a contract exempts from its rule. */
export interface Silenced {
  readonly finding: Finding
  readonly exemption: Exemption
}

/**
 * A finding that is completed as long as its rule judges. It is one object from the beginning, and its members come in
 * one order: a copy of each would have a hidden class of its own, and whatever reads a hundred thousand of them later
 * would look up every member anew.
 */
type Draft = {-readonly [Key in keyof Finding]: Finding[Key]} & {related?: Related[]}

/** Further places of one finding that are told; a component may be used a thousand times. */
const mostRelated = 3

/** What one rule tells of one contract; what it tells twice is one finding. */
export class Told {
  readonly findings: Finding[] = []
  /** How often the rule spoke in vain. */
  ignored = 0
  #byStart: Map<number, Draft> | undefined
  /** Of several that start at one place all but the first. */
  #byId: Map<string, Draft> | undefined
  #silenced: Map<string, Silenced> | undefined
  #uses: Map<Draft, number> | undefined

  constructor(
    private readonly contract: AnyContract,
    private readonly rule: string,
    private readonly severity: Severity,
  ) {}

  /** Keeps a finding, unless the contract exempts it. */
  add(at: unknown, message: string, related: readonly RelatedPlace<unknown>[]): void {
    const {contract, rule} = this
    const location = contract.locate(at)
    const exemption = contract.exemption?.(at, rule) ?? exemptionElsewhere(related, rule)
    if (exemption) this.#silence(this.#draft(at, message, location), exemption)
    else {
      const finding = this.#known(location, message) ?? this.#keep(this.#draft(at, message, location))
      if (related.length > 0) this.#relate(finding, related)
    }
  }

  get silenced(): Iterable<Silenced> {
    return this.#silenced?.values() ?? []
  }

  #draft(at: unknown, message: string, location: Location): Draft {
    const finding: Draft = {rule: this.rule, severity: this.severity, message, location}
    const element = this.contract.element?.(at)
    if (element !== undefined) finding.element = element
    return finding
  }

  #known(location: Location, message: string): Draft | undefined {
    const first = this.#byStart?.get(startOf(location))
    if (first === undefined || (first.message === message && isSame(first.location, location))) return first
    return this.#byId?.get(idOf(location, message))
  }

  #keep(finding: Draft): Draft {
    const {location, message} = finding
    const start = startOf(location)
    this.#byStart ??= new Map()
    if (this.#byStart.has(start)) {
      this.#byId ??= new Map()
      this.#byId.set(idOf(location, message), finding)
    } else this.#byStart.set(start, finding)
    this.findings.push(finding)
    return finding
  }

  #silence(finding: Finding, exemption: Exemption): void {
    this.ignored++
    this.#silenced ??= new Map()
    const id = idOf(finding.location, finding.message)
    if (!this.#silenced.has(id)) this.#silenced.set(id, {finding, exemption})
  }

  #relate(finding: Draft, places: readonly RelatedPlace<unknown>[]): void {
    this.#uses ??= new Map()
    const uses = (this.#uses.get(finding) ?? 0) + places.length
    this.#uses.set(finding, uses)
    finding.related ??= []
    for (const {at, message, in: contract = this.contract} of places)
      if (finding.related.length < mostRelated) finding.related.push({location: contract.locate(at), message})
    if (uses > mostRelated) finding.uses = uses
  }
}

/** One number for most places; two that have the same are told apart by the rest. */
function startOf({start}: Location): number {
  return start.line * 4096 + start.column
}

function isSame(one: Location, other: Location): boolean {
  return (
    one.start.line === other.start.line &&
    one.start.column === other.start.column &&
    one.end.line === other.end.line &&
    one.end.column === other.end.column &&
    one.path === other.path
  )
}

function idOf({path, start, end}: Location, message: string): string {
  return `${start.line}:${start.column}-${end.line}:${end.column} ${path}\n${message}`
}

/** What lies between contracts can be silenced in each of them. */
function exemptionElsewhere(related: readonly RelatedPlace<unknown>[], rule: string): Exemption | undefined {
  if (related.length === 0) return undefined
  const exemptions = related.map(place => place.in?.exemption?.(place.at, rule))
  return exemptions.every(each => each !== undefined) ? exemptions[0] : undefined
}
