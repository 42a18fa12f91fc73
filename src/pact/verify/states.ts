import {MeshError} from '../../core/errors.js'
import {didYouMean} from '../../core/suggest.js'
import {builtFile} from '../../io/built-file.js'
import {loadModule} from './load-module.js'
import {type Filter, within} from './request-filter.js'
import type {Trouble, VerifierJob} from './verifier-messages.js'

/** What a handler learns about the run. */
export interface StateContext {
  /** Where the provider answers, to prepare data through its own API. */
  readonly providerUrl: string | undefined
  readonly state: string
  readonly action: Action
}

export type Action = 'setup' | 'teardown'
type Callback = (...given: readonly unknown[]) => unknown

/** What a states module exports, in the form that the verifier works with. */
export interface StatesModule {
  readonly handlers: ReadonlyMap<string, Partial<Record<Action, Callback>>>
  readonly messageProviders: ReadonlyMap<string, Callback>
  readonly requestFilter: Filter | undefined
  readonly beforeEach: Callback | undefined
  readonly afterEach: Callback | undefined
}

const empty: StatesModule = {
  handlers: new Map(),
  messageProviders: new Map(),
  requestFilter: undefined,
  beforeEach: undefined,
  afterEach: undefined,
}

const reserved = [
  'stateHandlers',
  'messageProviders',
  'requestFilter',
  'beforeEach',
  'afterEach',
  'default',
  'module.exports',
]

/**
 * Loads a states module: handlers by the name of their state as its exports, as its default export or below
 * `stateHandlers`; beside them `requestFilter`, `beforeEach`, `afterEach` and `messageProviders`, as pact-js has them.
 */
export async function loadStates(job: VerifierJob): Promise<StatesModule> {
  if (job.states === undefined || 'url' in job.states) return empty
  const path = job.states.module
  let module: Readonly<Record<string, unknown>>
  try {
    module = await loadModule(path, job.root)
  } catch (error) {
    if (error instanceof MeshError) throw error
    throw new MeshError(
      `The states module "${path}" cannot be loaded: ${whereItFailed(error)}`,
      'Mend the module, or name another one with --states.',
    )
  }
  const made = isCallback(module.default) ? await module.default({providerUrl: job.providerUrl}) : module.default
  const members = {...membersOf(made), ...module}
  const named = {...members, ...membersOf(members.stateHandlers)}
  const handlers = new Map(
    Object.entries(named).flatMap(([name, value]) => {
      const handler = reserved.includes(name) ? undefined : handlerOf(value)
      return handler ? [[name, handler] as const] : []
    }),
  )
  const providers = Object.entries(membersOf(members.messageProviders)).flatMap(([name, value]) =>
    isCallback(value) ? [[name, value] as const] : [],
  )
  return {
    handlers,
    messageProviders: new Map(providers),
    requestFilter: callback(members.requestFilter),
    beforeEach: callback(members.beforeEach),
    afterEach: callback(members.afterEach),
  }
}

/** The message with the lines of the stack that are the user's; a syntax error is told by the first of them. */
function whereItFailed(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const own = builtFile('')
  const lines = (error.stack ?? error.message).split('\n')
  return lines.filter(line => !line.includes('node:internal') && !line.includes(own)).join('\n')
}

function membersOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? {...value} : {}
}

function isCallback(value: unknown): value is Callback {
  return typeof value === 'function'
}

function callback(value: unknown): Callback | undefined {
  return isCallback(value) ? value : undefined
}

function handlerOf(value: unknown): Partial<Record<Action, Callback>> | undefined {
  if (isCallback(value)) return {setup: value}
  const {setup, teardown} = membersOf(value)
  if (!isCallback(setup) && !isCallback(teardown)) return undefined
  return {...(isCallback(setup) && {setup}), ...(isCallback(teardown) && {teardown})}
}

/** The values that a state handler gives for the pact's generators, or why the state could not be made. */
export type StateAnswer = {readonly values: Readonly<Record<string, unknown>>} | {readonly trouble: Trouble}

/** Brings the provider into a state, or out of it. Never throws: what goes wrong fails the interaction. */
export async function changeState(
  state: string,
  params: unknown,
  action: Action,
  module: StatesModule,
  job: VerifierJob,
): Promise<StateAnswer> {
  try {
    const values =
      job.states && 'url' in job.states
        ? await postState(job.states.url, {state, params, action}, job.requestTimeout)
        : await callHandler(state, params, action, module, job)
    return {values: membersOf(values)}
  } catch (error) {
    if (error instanceof MissingHandler) return {trouble: error.trouble}
    const why = error instanceof Error ? error.message : String(error)
    const doing = action === 'setup' ? 'set up' : 'torn down'
    return {
      trouble: {kind: 'provider-state', state, message: `Provider state "${state}" could not be ${doing}: ${why}`},
    }
  }
}

class MissingHandler extends Error {
  constructor(readonly trouble: Trouble) {
    super(trouble.message)
  }
}

async function callHandler(state: string, params: unknown, action: Action, module: StatesModule, job: VerifierJob) {
  const handler = module.handlers.get(state)
  const context: StateContext = {providerUrl: job.providerUrl, state, action}
  if (handler) return within(job.requestTimeout, 'the handler', () => handler[action]?.(params, context))
  if (job.allowMissingStates || action === 'teardown') return {}
  const known = [...module.handlers.keys()]
  throw new MissingHandler({
    kind: 'provider-state',
    state,
    message: `Provider state "${state}" has no handler.${didYouMean(state, known)}`,
    fix: job.states
      ? 'Export a handler with that name from the states module.'
      : 'Name a module with a handler for it with --states or the key "pact.states" of mesh.yaml, or use --allow-missing-states when the provider is in that state already.',
  })
}

async function postState(url: string, body: unknown, timeout: number): Promise<unknown> {
  const answer = await fetch(url, {
    method: 'POST',
    headers: {'content-type': 'application/json', accept: 'application/json'},
    body: JSON.stringify(body),
    signal: AbortSignal.timeout(timeout),
  }).catch((error: Error) => {
    const cause = error.cause instanceof Error && error.cause.message ? error.cause.message : error.message
    throw new Error(`"${url}" cannot be asked (${cause}).`)
  })
  const text = await answer.text()
  if (!answer.ok) throw new Error(`"${url}" answers ${answer.status}${text ? `: ${text.slice(0, 500)}` : ''}.`)
  try {
    return JSON.parse(text)
  } catch {
    return {}
  }
}
