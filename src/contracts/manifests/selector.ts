import type {JsonNode} from '../json/node.js'

/** The labels of a resource, or what a selector demands of them. */
export function labelsOf(node: JsonNode | undefined): ReadonlyMap<string, string> {
  return new Map(node?.isObject ? node.children().map(child => [child.name, child.shown]) : [])
}

/** Whether labels are as a map of them demands; an empty one takes everything. */
export function hasLabels(labels: ReadonlyMap<string, string>, wanted: JsonNode | undefined): boolean {
  return [...labelsOf(wanted)].every(([key, value]) => labels.get(key) === value)
}

/** Whether a selector with `matchLabels` and `matchExpressions` takes what has these labels; an empty one takes all. */
export function selects(selector: JsonNode | undefined, labels: ReadonlyMap<string, string>): boolean {
  if (!hasLabels(labels, selector?.get('matchLabels'))) return false
  return (selector?.get('matchExpressions')?.children() ?? []).every(expression => {
    const value = labels.get(expression.get('key')?.shown ?? '')
    const values =
      expression
        .get('values')
        ?.children()
        .map(({shown}) => shown) ?? []
    const operator = expression.get('operator')?.text
    if (operator === 'In') return value !== undefined && values.includes(value)
    if (operator === 'NotIn') return value === undefined || !values.includes(value)
    if (operator === 'Exists') return value !== undefined
    return operator === 'DoesNotExist' && value === undefined
  })
}
