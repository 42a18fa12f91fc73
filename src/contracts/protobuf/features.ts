import type {Declaration, Option} from './nodes.js'

/** The option that sets a feature of an edition on a declaration, or on what it is in. */
export function featureOption(node: Declaration, feature: string): {value: string; option: Option} | undefined {
  for (let at: Declaration | undefined = node; at !== undefined; at = at.parent) {
    const options: readonly Option[] = 'options' in at ? at.options : []
    for (const option of options) {
      if (option.name === `features.${feature}`) return {value: option.value.text, option}
      const value = option.name === 'features' ? option.value.get(feature) : undefined
      if (value !== undefined) return {value: value.text, option}
    }
  }
  return undefined
}
