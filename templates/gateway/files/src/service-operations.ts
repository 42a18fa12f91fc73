import type {Operations} from './platform/contract/operation.js'
import type {Upstream} from './proxy/upstream.js'
import type {Route} from './routes/route.js'

/** What is behind the gateway, for its keepers only: it is a map for everybody who wants in. */
export function serviceOperations(upstreams: ReadonlyMap<Route, Upstream>) {
  return {
    listServices: async () => ({
      status: 200,
      data: [...upstreams].map(([{name, prefix, balance, public: open}, {instances}]) => ({
        name,
        prefix,
        balance,
        public: open,
        instances,
      })),
    }),
  } satisfies Operations
}
