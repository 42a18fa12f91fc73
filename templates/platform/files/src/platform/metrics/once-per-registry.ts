import type {Registry} from 'prom-client'

/** Makes figures once for each registry, however many report to it: a name can not be registered twice. */
export function oncePerRegistry<Figures>(make: (registry: Registry) => Figures): (registry: Registry) => Figures {
  const known = new WeakMap<Registry, {readonly figures: Figures}>()
  return registry => {
    const made = known.get(registry) ?? {figures: make(registry)}
    known.set(registry, made)
    return made.figures
  }
}
