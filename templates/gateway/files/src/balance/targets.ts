import type {Discovery, Instance} from '../discovery/discovery.js'
import type {Balancer} from './balancer.js'
import type {Target, TargetState} from './target.js'

export interface TargetsOptions {
  readonly discovery: Discovery
  readonly balancer: Balancer
  readonly create: (instance: Instance) => Target
  /** Milliseconds that an instance which is gone has for what it is still doing. */
  readonly grace: number
}

/** The instances of an upstream, as they come and go. */
export interface Targets {
  readonly all: readonly Target[]
  /** Every address under which they may name themselves. */
  readonly origins: readonly string[]
  /** The one that gets the next request, none of those that were tried; undefined when there is no other. */
  pick(tried: readonly Target[]): Target | undefined
  close(): Promise<void>
}

/** When no instance is well, those in the least trouble are asked all the same: one of them may be well by now. A breaker
 * that is open refuses for itself. */
const inOrder: readonly TargetState[] = ['available', 'resting', 'unhealthy', 'open']

export function createTargets({discovery, balancer, create, grace}: TargetsOptions): Targets {
  let all: readonly Target[] = []
  let origins: readonly string[] = []
  const leaving = new Set<NodeJS.Timeout>()
  const gone = new Set<Target>()

  const retire = (target: Target): void => {
    gone.add(target)
    const timer = setTimeout(() => {
      leaving.delete(timer)
      gone.delete(target)
      void target.close()
    }, grace)
    timer.unref()
    leaving.add(timer)
  }

  discovery.watch(instances => {
    const known = new Map(all.map(target => [keyOf(target.instance), target]))
    const wanted = new Map(instances.map(instance => [keyOf(instance), instance]))
    all = [...wanted].map(([key, instance]) => known.get(key) ?? create(instance))
    origins = [...new Set(all.flatMap(({instance}) => [instance.origin, serviceOrigin(instance)]))]
    for (const [key, target] of known) if (!wanted.has(key)) retire(target)
  })

  return {
    get all() {
      return all
    },
    get origins() {
      return origins
    },
    pick(tried) {
      const [first] = all
      if (all.length < 2) return first && tried.includes(first) ? undefined : first
      const left = tried.length === 0 ? all : all.filter(target => !tried.includes(target))
      for (const state of inOrder) {
        const [one, ...others] = left.filter(target => target.state === state)
        if (one) return balancer([one, ...others])
      }
      return undefined
    },
    close: async () => {
      await discovery.close()
      for (const timer of leaving) clearTimeout(timer)
      await Promise.all([...all, ...gone].map(target => target.close()))
    },
  }
}

function keyOf({origin, host, weight}: Instance): string {
  return `${origin} ${host} ${weight}`
}

function serviceOrigin({origin, host}: Instance): string {
  return `${new URL(origin).protocol}//${host}`
}
