import type {Run} from '../../core/run.js'
import type {AsyncApiContract, Message} from '../asyncapi/model.js'
import type {Misfit} from '../json/validation/misfit.js'
import {Validator} from '../json/validation/validator.js'
import {pactsOf} from './exchanges.js'
import type {MessageInteraction, Pact, PactContract} from './model.js'

/** A message of a contract that a message of a pact may be. */
export interface Announced {
  readonly contract: AsyncApiContract
  readonly message: Message
  /** What of the expected contents does not fit its payload. */
  readonly misfits: readonly Misfit[]
}

/** A message that a consumer expects, with what it may be. */
export interface Expectation {
  readonly interaction: MessageInteraction
  /** Those that fit best first. */
  readonly announced: readonly Announced[]
}

/** The messages of a pact with what the contracts of the run announce; worked out once for all rules. */
export function expectationsOf({document}: PactContract, run: Run): readonly Expectation[] {
  return run.once(allExpectations).get(document) ?? []
}

/** Nothing is expected of contracts that announce nothing. */
function allExpectations(run: Run): ReadonlyMap<Pact, readonly Expectation[]> {
  const contracts = eventContractsOf(run)
  const pacts = contracts.length === 0 ? [] : pactsOf(run)
  return new Map(
    pacts.map(({document}) => [
      document,
      document.messages.map(interaction => ({interaction, announced: announcedFor(interaction, contracts)})),
    ]),
  )
}

/** The contracts that describe messages. */
export function eventContractsOf({contracts}: Run): readonly AsyncApiContract[] {
  return contracts.filter((each): each is AsyncApiContract => each.kind === 'asyncapi')
}

/**
 * The messages of the contracts that a message of a pact may be, those that fit it best first. Pacts have no place for
 * the name of a message: it is looked for in the metadata and the description, and without it in what the payload says.
 */
function announcedFor(interaction: MessageInteraction, contracts: readonly AsyncApiContract[]): readonly Announced[] {
  const all = contracts.flatMap(contract => contract.document.messages.map(message => ({contract, message})))
  const words = new Set(wordsOf(interaction))
  const named = all.filter(({message}) => namesOf(message).some(name => words.has(plain(name))))
  const candidates = (named.length > 0 ? named : all).map(each => ({...each, misfits: misfitsOf(each, interaction)}))
  const fitting = named.length > 0 ? candidates : candidates.filter(({misfits}) => misfits.length === 0)
  return fitting.sort((a, b) => a.misfits.length - b.misfits.length)
}

/** What may be the name of the message or of its channel. */
function wordsOf({description, metadata, contents}: MessageInteraction): readonly string[] {
  const type = (contents?.value as {readonly type?: unknown} | null | undefined)?.type
  return [
    description,
    ...metadata.filter(({name}) => !/content-?type/i.test(name)).flatMap(({texts}) => texts),
    ...(typeof type === 'string' ? [type] : []),
  ].map(plain)
}

function namesOf({name, channels, node}: Message): readonly string[] {
  const said = ['name', 'title', 'messageId'].flatMap(key => node.get(key)?.text ?? [])
  return [name ?? '', ...said, ...channels.flatMap(channel => [channel.name, channel.address ?? ''])].filter(
    each => each !== '',
  )
}

/** `order.created`, `OrderCreated` and "an order created event" are one name. */
function plain(name: string): string {
  return name
    .toLowerCase()
    .replaceAll(/^an? |\b(?:event|message)$/g, '')
    .replaceAll(/[^a-z0-9]/g, '')
    .replace(/(?:event|message)$/, '')
}

function misfitsOf({contract, message}: Omit<Announced, 'misfits'>, {contents}: MessageInteraction): readonly Misfit[] {
  const validator = new Validator(contract.document, 'expected')
  const [first = [], ...others] = (message.payload ?? []).map(schema => validator.misfits(schema, contents?.value))
  const isTold = ({path}: Misfit, misfits: readonly Misfit[]) =>
    misfits.some(each => each.isUndescribed && each.path.join('.') === path.join('.'))
  // Schemas that hold at once describe it together.
  return [first, ...others].flatMap((misfits, index, all) =>
    misfits.filter(misfit => !misfit.isUndescribed || (index === 0 && all.every(each => isTold(misfit, each)))),
  )
}
