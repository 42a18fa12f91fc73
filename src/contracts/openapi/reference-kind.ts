import type {JsonNode} from '../json/node.js'

/** Sections of `components` by the member that refers to them. */
const byMember: Readonly<Record<string, string>> = {
  schema: 'schemas',
  itemSchema: 'schemas',
  requestBody: 'requestBodies',
}

/** Sections by the map or list that the reference is in. */
const byHolder: Readonly<Record<string, string>> = {
  responses: 'responses',
  parameters: 'parameters',
  headers: 'headers',
  examples: 'examples',
  links: 'links',
  callbacks: 'callbacks',
  content: 'mediaTypes',
  properties: 'schemas',
  allOf: 'schemas',
  oneOf: 'schemas',
  anyOf: 'schemas',
}

/** Maps whose keys people choose: a property may be called `responses` and be none. */
const names = new Set(['properties', 'patternProperties', '$defs', 'schemas', 'dependentSchemas'])

/** What is wrong when a reference leads to a component of another kind than its place is for. */
export function wrongKind(node: JsonNode, target: JsonNode): string | undefined {
  const wanted = sectionFor(node)
  const [top, section, ...rest] = target.keys
  if (wanted === undefined || top !== 'components' || rest.length !== 1 || section === wanted) return undefined
  return `"${target.name}" is one of the "${section}" of "components", but one of its "${wanted}" belongs here.`
}

function sectionFor({name, parent}: JsonNode): string | undefined {
  if (!parent) return undefined
  const isName = names.has(parent.name)
  if (!isName && Object.hasOwn(byMember, name)) return byMember[name]
  const isHolder = Object.hasOwn(byHolder, parent.name) && !names.has(parent.parent?.name ?? '')
  return isHolder ? byHolder[parent.name] : undefined
}
