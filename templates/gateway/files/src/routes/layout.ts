import type {Aggregate} from '../aggregates/aggregate.js'
import type {Route} from './route.js'

/** What gateway.yaml says. */
export interface Layout {
  readonly routes: readonly Route[]
  readonly aggregates: readonly Aggregate[]
}
