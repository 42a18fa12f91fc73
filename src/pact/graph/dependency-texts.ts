import {counted} from '../../core/counted.js'
import type {Dependency} from './dependency.js'

/** Every consumer and provider once, consumers first. */
export function namesOf(dependencies: readonly Dependency[]): string[] {
  return [...new Set([...dependencies.map(({consumer}) => consumer), ...dependencies.map(({provider}) => provider)])]
}

/** `7 requests, 2 messages, verified`. */
export function labelOf({requests, messages, state}: Dependency): string {
  return [
    ...(requests > 0 ? [counted(requests, 'request')] : []),
    ...(messages > 0 ? [counted(messages, 'message')] : []),
    ...(state === undefined ? [] : [state]),
  ].join(', ')
}
