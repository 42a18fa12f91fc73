/** A class of kubernetes-models: its validator is made from the published schema. */
export interface ManifestModel {
  readonly apiVersion: string
  readonly kind: string
  readonly prototype: {validate(): void}
}

/**
 * What a published schema says against a manifest. A cluster refuses, or silently drops, members that a schema does not have;
 * the validators let them pass, but they never look at them, and so they are found.
 */
export function complaintsOf(model: ManifestModel, manifest: Readonly<Record<string, unknown>>): readonly string[] {
  const looked = new Map<string, boolean>()
  const watched = Object.entries(manifest).map(([key, value]) => [key, watch(value, key, looked)])
  // Its constructor would copy everything, and look at it.
  const instance = Object.assign(Object.create(model.prototype), Object.fromEntries(watched))
  try {
    instance.validate()
  } catch (error) {
    return [error instanceof Error ? error.message : String(error)]
  }
  return [...looked].flatMap(([path, seen]) => (seen ? [] : [`"${path}" is not known.`]))
}

/** The same value, which notes the members that are asked for. */
function watch(value: unknown, path: string, looked: Map<string, boolean>): unknown {
  if (typeof value !== 'object' || value === null) return value
  const members = new Map<PropertyKey, unknown>()
  for (const [key, member] of Object.entries(value)) {
    members.set(key, watch(member, `${path}.${key}`, looked))
    if (!Array.isArray(value)) looked.set(`${path}.${key}`, false)
  }
  return new Proxy(value, {
    get(target, key) {
      if (!members.has(key)) return Reflect.get(target, key)
      if (!Array.isArray(value)) looked.set(`${path}.${String(key)}`, true)
      return members.get(key)
    },
  })
}
