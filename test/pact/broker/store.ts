import {createHash, randomUUID} from 'node:crypto'

/** A pact as the broker keeps it: contents that several versions of a consumer may have in common. */
export interface KeptPact {
  readonly consumer: string
  readonly provider: string
  readonly sha: string
  readonly content: PactContent
}

interface PactContent {
  readonly interactions?: readonly Record<string, unknown>[]
  readonly [member: string]: unknown
}

export interface KeptVersion {
  readonly pacticipant: string
  readonly number: string
  readonly branches: Set<string>
  readonly tags: Set<string>
  /** Of consumers: what it promises, by provider. */
  readonly pacts: Map<string, KeptPact>
}

export interface KeptResult {
  readonly id: number
  readonly sha: string
  readonly provider: string
  readonly providerVersion: string
  readonly success: boolean
  readonly body: Record<string, unknown>
}

export interface Presence {
  readonly uuid: string
  readonly pacticipant: string
  readonly version: string
  readonly environment: string
  readonly how: 'deployed' | 'released'
  readonly instance: string | undefined
  current: boolean
}

export interface Environment {
  readonly uuid: string
  readonly name: string
  readonly displayName: string
  readonly production: boolean
}

export interface PactToVerify {
  readonly pact: KeptPact
  readonly version: KeptVersion
  readonly why: string
  /** It is there only because it is new. */
  readonly wip: boolean
}

/** What the broker remembers, in the order in which it came to know it. */
export class BrokerStore {
  readonly versions: KeptVersion[] = []
  readonly results: KeptResult[] = []
  readonly presences: Presence[] = []
  readonly environments: Environment[] = [
    {uuid: randomUUID(), name: 'production', displayName: 'Production', production: true},
    {uuid: randomUUID(), name: 'test', displayName: 'Test', production: false},
  ]

  version(pacticipant: string, number: string): KeptVersion {
    const known = this.find(pacticipant, number)
    if (known) return known
    const made = {pacticipant, number, branches: new Set<string>(), tags: new Set<string>(), pacts: new Map()}
    this.versions.push(made)
    return made
  }

  find(pacticipant: string, number: string): KeptVersion | undefined {
    return this.versions.find(each => each.pacticipant === pacticipant && each.number === number)
  }

  latest(pacticipant: string, branch?: string): KeptVersion | undefined {
    const own = this.versions.filter(each => each.pacticipant === pacticipant)
    return own.filter(each => branch === undefined || each.branches.has(branch)).at(-1)
  }

  /** Every interaction has an id made of its content, as in the real broker. */
  keep(consumer: string, provider: string, content: PactContent): KeptPact {
    const interactions = (content.interactions ?? []).map(interaction => ({...interaction, _id: hash(interaction)}))
    return {consumer, provider, sha: hash(content), content: {...content, interactions}}
  }

  result(sha: string, providerVersion: string): KeptResult | undefined {
    return this.results.filter(each => each.sha === sha && each.providerVersion === providerVersion).at(-1)
  }

  present(environment: string, pacticipant?: string): Presence[] {
    return this.presences.filter(
      each =>
        each.current &&
        each.environment === environment &&
        (pacticipant === undefined || each.pacticipant === pacticipant),
    )
  }

  pactBySha(sha: string): KeptPact | undefined {
    return this.versions.flatMap(({pacts}) => [...pacts.values()]).find(pact => pact.sha === sha)
  }

  /**
   * Consumers whose latest main version, or a version somewhere in use, has a pact with the provider; where work in
   * progress is wanted, those of other branches that nobody has verified, too.
   */
  toVerify(provider: string, branch: string | undefined, withWip: boolean): PactToVerify[] {
    const chosen = new Map<string, PactToVerify>()
    const take = (version: KeptVersion | undefined, why: string, wip = false) => {
      const pact = version?.pacts.get(provider)
      if (version && pact && !chosen.has(pact.sha)) chosen.set(pact.sha, {pact, version, why, wip})
    }
    const isVerified = (version: KeptVersion) =>
      this.results.some(({sha, success}) => success && sha === version.pacts.get(provider)?.sha)
    for (const consumer of new Set(this.versions.map(({pacticipant}) => pacticipant))) {
      take(this.latest(consumer, 'main'), 'latest from main branch')
      if (branch !== undefined) take(this.latest(consumer, branch), `latest from branch ${branch}`)
      for (const each of this.presences)
        if (each.current && each.pacticipant === consumer) take(this.find(consumer, each.version), 'in use')
    }
    for (const version of withWip ? this.versions : [])
      if (!isVerified(version)) take(version, `work in progress of ${[...version.branches].join(' and ')}`, true)
    return [...chosen.values()]
  }
}

function hash(content: unknown): string {
  return createHash('sha1').update(JSON.stringify(content)).digest('hex')
}
