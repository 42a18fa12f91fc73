/** Collections within each other; deeper ones are an attack, or made by one. */
export const maxDepth = 500

/** Values that aliases may add to a YAML text: a few lines can stand for billions. */
export const maxAliasedValues = 1_000_000
