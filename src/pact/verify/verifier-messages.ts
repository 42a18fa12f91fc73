/** What the child process that runs the engine is told and what it tells. Both are sent as JSON. */
export interface VerifierJob {
  /** The folder whose packages are preferred. */
  readonly root: string
  readonly provider: string
  /** Where the provider answers; without one only messages can be verified. */
  readonly providerUrl: string | undefined
  /** Files for the engine, written by `engineCopy`; those of a batch are verified at a time. */
  readonly batches: readonly (readonly string[])[]
  /** Whether the batches behind one with a failure are left out. */
  readonly bail: boolean
  readonly interactions: readonly JobInteraction[]
  /** Absolute path of the module with the state handlers, or the URL that states are posted to. */
  readonly states: {readonly module: string} | {readonly url: string} | undefined
  readonly allowMissingStates: boolean
  /** Headers of every request to the provider; they replace those of the pact. */
  readonly headers: Readonly<Record<string, string>>
  /** Milliseconds that one request, state handler or hook may take. */
  readonly requestTimeout: number
}

export interface JobInteraction {
  readonly number: number
  readonly description: string
  readonly states: readonly string[]
  /** Its failure fails nothing. */
  readonly mayFail: boolean
  /** A 3xx is expected; see `redirectHeader`. */
  readonly isRedirect: boolean
}

export type VerifierMessage =
  /** The packages and the states module are loaded. */
  | {readonly type: 'ready'; readonly engine: string}
  | {readonly type: 'began'; readonly number: number}
  | {readonly type: 'exchange'; readonly number: number; readonly exchange: Exchange}
  | {readonly type: 'trouble'; readonly number: number; readonly trouble: Trouble}
  /** The engine has ended; each of `results` is the JSON that it gives for a batch, in their order. */
  | {readonly type: 'results'; readonly results: readonly string[]}
  /** It cannot verify, and the user can mend it. */
  | {readonly type: 'refusal'; readonly message: string; readonly hint: string}

/** What went over the wire for one interaction, as far as people want to see it. */
export interface Exchange {
  readonly method: string
  /** Address at the provider. */
  readonly url: string
  readonly headers: readonly (readonly [string, string])[]
  readonly body: string
  readonly status?: number
  readonly responseBody?: string
  readonly durationMs: number
}

/** Why an interaction failed before the engine could compare anything. */
export interface Trouble {
  readonly kind: 'provider-state' | 'request-filter' | 'no-response' | 'message-provider' | 'hook'
  readonly message: string
  /** The state it is about. */
  readonly state?: string
  readonly fix?: string
}
