import type {Hook} from '@oclif/core'
import {MeshError} from '../core/errors.js'
import {didYouMean} from '../core/suggest.js'

/** Names the command that was probably meant. */
const commandNotFound: Hook.CommandNotFound = async ({id, config}) => {
  const spoken = (commandId: string) => commandId.replaceAll(':', ' ')
  throw new MeshError(
    `Command "${spoken(id)}" is unknown.${didYouMean(spoken(id), config.commandIDs.map(spoken))}`,
    'Run "mesh --help" to see all commands.',
  )
}

export default commandNotFound
