/** What is kept under each combination of label values. */
export interface ByLabels<Kept> {
  /** What is there under these values; made when they come for the first time. */
  of(values: readonly string[]): Kept
  all(): readonly Kept[]
}

type Branch<Kept> = Map<string, Branch<Kept> | Kept>

/** A map in a map for each label: to join the values would be a new text, to be hashed, for each look. */
export function byLabels<Kept>(make: (values: readonly string[]) => Kept): ByLabels<Kept> {
  const root: Branch<Kept> = new Map()
  const all: Kept[] = []

  function add(branch: Branch<Kept>, last: string, values: readonly string[]): Kept {
    const made = make(values)
    branch.set(last, made)
    all.push(made)
    return made
  }

  return {
    of(values) {
      let branch = root
      const end = values.length - 1
      for (let depth = 0; depth < end; depth++) {
        const value = values[depth] ?? ''
        // Before the last value there are branches only.
        let next = branch.get(value) as Branch<Kept> | undefined
        if (!next) {
          next = new Map()
          branch.set(value, next)
        }
        branch = next
      }
      const last = values[end] ?? ''
      const kept = branch.get(last) as Kept | undefined
      return kept ?? add(branch, last, values)
    },
    all: () => all,
  }
}

/** Names and values of labels, as prom-client wants to have them. */
export function labelled(labels: readonly string[], values: readonly string[]): Record<string, string> {
  return Object.fromEntries(labels.map((label, index) => [label, values[index] ?? '']))
}
