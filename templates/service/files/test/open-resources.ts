import type {Resources} from '../src/feature.js'
import * as registry from './resources.js'

/** What features need and most tests do not care about. */
export function openResources(): Partial<Resources> {
  return Object.assign({}, ...Object.values<() => Partial<Resources>>(registry).map(open => open()))
}
