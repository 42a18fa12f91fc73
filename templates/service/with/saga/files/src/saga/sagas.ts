import {createContext, currentContext, runInContext} from '../platform/context/request-context.js'
import {formatTraceParent} from '../platform/context/trace-parent.js'
import type {Closable} from '../platform/lifecycle/shutdown.js'
import type {Logger} from '../platform/logging/logger.js'
import type {Database} from '../postgres/database.js'
import {workInRounds} from '../postgres/rounds.js'
import {createSignal} from '../postgres/signal.js'
import {type PerformOptions, performStep} from './perform-step.js'
import type {Saga, SagaKind} from './saga.js'
import type {SagaMetrics} from './saga-metrics.js'
import {type Advance, type ClaimedSaga, createSagaStore, type SagaOrigin} from './saga-store.js'
import {finalStates, firstState, type SagaState, transitionsOf} from './transitions.js'

/** Begins sagas, and carries them on, whoever has begun them. */
export interface Sagas extends Closable {
  /** Knows a kind from now on; before its first saga begins. */
  define<Data>(kind: SagaKind<Data>): void
  /** Keeps a saga that will be done; part of the transaction that is under way. False when the id is taken: it has begun
   * already. */
  begin(kind: string, id: string, data: Saga['data']): Promise<boolean>
  find(id: string): Promise<Saga | undefined>
  /** Carries on what is due, until it is closed; then steps that are under way come to their end. */
  run(): void
}

export interface SagasOptions {
  readonly database: Database
  readonly logger: Logger
  readonly metrics?: SagaMetrics
  /** Sagas that one instance carries on at the same time. */
  readonly atOnce?: number
  /** Milliseconds after which it looks for what other instances have left. */
  readonly pause?: number
  /** Milliseconds that are granted beside the longest time of a step before somebody else takes a saga over. */
  readonly margin?: number
  readonly undo?: PerformOptions['undo']
}

interface Known {
  readonly kind: SagaKind
  readonly states: Readonly<Record<string, SagaState>>
}

export function createSagas(options: SagasOptions): Sagas {
  const {database, logger, metrics, atOnce = 20, pause = 1000, margin = 10_000} = options
  const store = createSagaStore(database)
  const known = new Map<string, Known>()
  const due = createSignal()
  const underWay = new Set<Promise<void>>()
  let rounds: Closable | undefined

  const carryOn = async (saga: ClaimedSaga): Promise<void> => {
    const {kind, states} = known.get(saga.kind) ?? {}
    const state = states?.[saga.state]
    if (!kind || !state) {
      logger.error({saga: saga.id, state: saga.state}, `No step of "${saga.kind}" is about this state.`)
      return
    }
    const advance = await performStep({kind, saga, state, ...(options.undo && {undo: options.undo})})
    if (!(await store.advance(saga, advance))) {
      logger.warn({saga: saga.id, state: saga.state}, 'Somebody else has taken this saga over.')
      return
    }
    tell(saga, advance)
    if (advance.delay === 0) due.give()
  }

  const tell = (saga: ClaimedSaga, {outcome, state, message}: Advance): void => {
    const about = {saga: saga.id, kind: saga.kind, from: saga.state, outcome, state, ...(message && {message})}
    metrics?.steps.inc({kind: saga.kind, state: saga.state, outcome})
    if (state === 'compensation_failed') logger.fatal(about, 'A saga could not be undone: somebody has to look at it.')
    else if (outcome === 'succeeded') logger.info(about, 'A saga goes on.')
    else logger.warn(about, 'A step of a saga went wrong.')
    if (finalStates.some(final => final === state)) metrics?.finished.inc({kind: saga.kind, state})
  }

  const round = async (): Promise<number> => {
    const free = atOnce - underWay.size
    if (free === 0) return 0
    const longest = Math.max(...[...known.values()].flatMap(({kind}) => kind.steps.map(({timeout}) => timeout)), 0)
    const claimed = await store.claim([...known.keys()], free, longest + margin)
    for (const saga of claimed) {
      const done = runInContext(contextOf(saga), () => carryOn(saga))
        // It is due again when its lease has ended.
        .catch(error => logger.error({err: error, saga: saga.id}, 'A saga could not be carried on.'))
        .finally(() => {
          underWay.delete(done)
          due.give()
        })
      underWay.add(done)
    }
    return claimed.length
  }

  return {
    define(kind) {
      if (known.has(kind.name)) throw new Error(`Two kinds of sagas are called "${kind.name}".`)
      // Data is JSON that only the steps of this kind write and read.
      known.set(kind.name, {kind: kind as unknown as SagaKind, states: transitionsOf(kind.steps)})
    },
    async begin(name, id, data) {
      const {kind} = known.get(name) ?? {}
      if (!kind) throw new Error(`No saga is called "${name}".`)
      const added = await store.add({id, kind: name, state: firstState(kind.steps), data, origin: originOf()})
      if (added) database.afterCommit(() => due.give())
      return added
    },
    find: id => store.find(id),
    run() {
      rounds ??= workInRounds({round, woken: due, pause, logger, what: 'Sagas'})
    },
    async close() {
      await rounds?.close()
      await Promise.all(underWay)
    },
  }
}

/** What a saga does belongs to the flow that has begun it, and is done for whom that was begun for. */
function originOf(): SagaOrigin {
  const context = currentContext()
  if (!context) return {}
  const {correlationId, traceParent, subject} = context
  const ids = {'x-correlation-id': correlationId, traceparent: formatTraceParent(traceParent)}
  return {...ids, ...(subject !== undefined && {subject})}
}

function contextOf({id, origin: {subject, ...ids}}: ClaimedSaga) {
  const context = createContext(ids, {requestId: id, signal: () => new AbortController().signal})
  if (subject !== undefined) context.subject = subject
  return context
}
