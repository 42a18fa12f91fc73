import type {Hook} from '@oclif/core'
import {MeshError} from '../core/errors.js'
import {didYouMean} from '../core/suggest.js'

/** Names the command that was probably meant. `id` may have arguments in it: "new:servce:orders". */
const commandNotFound: Hook.CommandNotFound = async ({id, config}) => {
  const known = config.commandIDs.map(commandId => commandId.replaceAll(':', ' '))
  const words = id.split(':')
  const suggestion = words
    .map((_, index) => didYouMean(words.slice(0, words.length - index).join(' '), known))
    .find(Boolean)
  throw new MeshError(
    `Command "${words.join(' ')}" is unknown.${suggestion ?? ''}`,
    'Run "mesh --help" to see all commands.',
  )
}

export default commandNotFound
