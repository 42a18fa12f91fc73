import {counted} from '../../core/counted.js'
import type {Coverage} from '../check/coverage.js'
import type {Dependency} from './dependency.js'

/** How much of providers is used, by their names. */
export type Coverages = ReadonlyMap<string, Coverage>

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

/** `2 of 5 operations in use`; undefined where no contract says which there are. */
export function useOf(coverage: Coverage | undefined): string | undefined {
  return coverage && `${coverage.operations.used} of ${counted(coverage.operations.total, 'operation')} in use`
}
