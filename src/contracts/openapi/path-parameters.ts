import type {JsonNode, PathItem} from './model.js'

/** The operations that do not describe a parameter of their path. */
export function undeclared({
  templates,
  operations,
}: PathItem): readonly {readonly at: JsonNode; readonly message: string}[] {
  return operations.flatMap(({title, node, parameters}) =>
    templates
      .filter(name => name !== '' && !parameters.some(each => each.in === 'path' && each.name === name))
      .map(name => ({at: node, message: `"${title}" does not declare the path parameter "${name}".`})),
  )
}
