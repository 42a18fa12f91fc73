import {deadLetterSuffix} from '../../standard/events.js'
import type {AsyncApi, Channel, Place} from './model.js'

/** A channel that is received from, and that has no channel for what cannot be handled. */
export interface MissingDeadLetter {
  readonly address: string
  /** The address that is not there. */
  readonly wanted: string
  readonly at: Place
}

/** The channels without dead letters, as far as the document and its neighbours tell. */
export function missingDeadLetters({
  channels,
  operations,
  elsewhere,
}: Pick<AsyncApi, 'channels' | 'operations' | 'elsewhere'>): readonly MissingDeadLetter[] {
  const addresses = new Set(channels.map(({address}) => address))
  const received = new Set<Channel>()
  for (const {action, channel} of operations) if (action === 'receive' && channel) received.add(channel)
  return [...received].flatMap(({address, addressAt, isDirect}) => {
    if (address === undefined || isDirect || address.endsWith(deadLetterSuffix)) return []
    const wanted = `${address}${deadLetterSuffix}`
    return addresses.has(wanted) || elsewhere.has(wanted) ? [] : [{address, wanted, at: addressAt}]
  })
}
