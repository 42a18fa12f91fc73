import type {Field, GraphqlFile} from './file.js'

/** The field that an interface demands of the type of a field: what is wrong with it can only be mended there. */
export function demandedField({parent, node}: Field, {schema}: GraphqlFile): Field['node'] | undefined {
  if (!('interfaces' in parent)) return undefined
  for (const {name} of parent.interfaces ?? []) {
    const found = schema?.type(name.value)?.fields.get(node.name.value)
    if (found !== undefined && found !== node) return found
  }
  return undefined
}
