import {ApiError} from '../platform/errors/api-error.js'
import type {Logger} from '../platform/logging/logger.js'
import {type EventStore, StreamConflict} from './event-store.js'
import type {Snapshots} from './snapshots.js'
import type {NewEvent, StoredEvent} from './stored-event.js'

/** What something is by what has happened to it. */
export interface AggregateKind<State> {
  /** Its streams begin with it: `account`. */
  readonly name: string
  /** Of one to which nothing has happened yet. */
  readonly initial: State
  /** The state after an event. Decides nothing: what has happened can not be refused any more. */
  evolve(state: State, event: StoredEvent): State
  /** Of the state as snapshots keep it. A higher number makes those that were kept before worthless. */
  readonly shape: number
}

/** One of a kind, as far as it has come. */
export interface Aggregate<State> {
  readonly state: State
  /** 0 when nothing has happened to it. */
  readonly version: number
}

/** Loads aggregates, and lets them decide. */
export interface Aggregates<State> {
  load(id: string): Promise<Aggregate<State>>
  /** Decides by the state what happens next. Decides anew when something has happened meanwhile, so it may do nothing
   * but decide. Throwing refuses. */
  decide(id: string, decision: (state: State) => readonly NewEvent[]): Promise<Aggregate<State>>
}

export interface AggregatesOptions {
  readonly store: EventStore
  readonly snapshots: Snapshots
  readonly logger: Logger
  /** Events after which a snapshot is kept. */
  readonly snapshotEvery?: number
}

/** Decisions of one command when others are faster each time. */
const most = 5

export function createAggregates<State>(kind: AggregateKind<State>, options: AggregatesOptions): Aggregates<State> {
  const {store, snapshots, logger, snapshotEvery = 100} = options
  const {name, initial, evolve, shape} = kind
  const streamOf = (id: string): string => `${name}-${id}`
  const after = ({state, version}: Aggregate<State>, events: readonly StoredEvent[]): Aggregate<State> => ({
    state: events.reduce(evolve, state),
    version: events.at(-1)?.version ?? version,
  })

  const load = async (id: string): Promise<Aggregate<State>> => {
    const stream = streamOf(id)
    const kept = (await snapshots.load<State>(stream, shape)) ?? {state: initial, version: 0}
    return after(kept, await store.read(stream, kept.version))
  }

  const keepSometimes = async (stream: string, before: Aggregate<State>, next: Aggregate<State>): Promise<void> => {
    if (Math.floor(next.version / snapshotEvery) === Math.floor(before.version / snapshotEvery)) return
    // What was decided stands, with a snapshot or without.
    await snapshots
      .keep(stream, shape, next)
      .catch(error => logger.warn({err: error, stream}, 'A snapshot could not be kept.'))
  }

  return {
    load,
    async decide(id, decision) {
      for (let attempt = 1; ; attempt++) {
        const before = await load(id)
        try {
          const next = after(before, await store.append(streamOf(id), before.version, decision(before.state)))
          await keepSometimes(streamOf(id), before, next)
          return next
        } catch (error) {
          if (!(error instanceof StreamConflict)) throw error
          if (attempt === most) {
            throw new ApiError('STATE_CONFLICT', `Too many change "${streamOf(id)}" at the same time.`, {cause: error})
          }
        }
      }
    },
  }
}
