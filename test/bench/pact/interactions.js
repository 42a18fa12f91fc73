/** A pact with an interaction for each of the first operations of an OpenAPI contract, as its examples have them. */
export function pactFor(contract, count) {
  const interactions = operationsOf(contract).slice(0, count).map(interactionFor)
  return {
    consumer: {name: 'bench'},
    provider: {name: 'provider'},
    interactions,
    metadata: {pactSpecification: {version: '3.0.0'}},
  }

  function interactionFor({path, method, item, operation}) {
    const parameters = [...(item.parameters ?? []), ...(operation.parameters ?? [])].map(resolved)
    const example = parameter =>
      String(resolved(parameter.schema ?? {}).example ?? parameter.example ?? valueFor(parameter))
    const filled = path.replaceAll(/\{(.*?)\}/g, (_, name) => {
      const parameter = parameters.find(each => each.in === 'path' && each.name === name)
      return encodeURIComponent(parameter === undefined ? '1' : example(parameter))
    })
    const query = parameters
      .filter(each => each.in === 'query' && each.required)
      .map(each => [each.name, [example(each)]])
    const [status, answer] = Object.entries(operation.responses).find(([each]) => /^2\d\d$/.test(each)) ?? ['200', {}]
    const body = bodyOf(resolved(answer).content)
    return {
      description: `${method} ${path}`,
      request: {method: method.toUpperCase(), path: filled, query: Object.fromEntries(query)},
      response: {
        status: Number(status),
        ...(body !== undefined && {headers: {'Content-Type': 'application/json'}, body}),
      },
    }
  }

  function bodyOf(content) {
    const media = content?.['application/json']
    if (media === undefined) return undefined
    const [example] = Object.values(media.examples ?? {}).map(resolved)
    return example?.value ?? media.example ?? exampleOf(media.schema ?? {}, 0)
  }

  /** What a schema allows, as far as a bench needs it. */
  function exampleOf(given, depth) {
    const schema = resolved(given)
    if (schema.example !== undefined) return schema.example
    if (schema.enum) return schema.enum[0]
    if (schema.type === 'array') return depth > 2 ? [] : [exampleOf(schema.items ?? {}, depth + 1)]
    const properties = depth > 2 ? [] : Object.entries(schema.properties ?? {}).slice(0, 8)
    if (schema.type === 'object' || schema.properties)
      return Object.fromEntries(properties.map(([name, each]) => [name, exampleOf(each, depth + 1)]))
    return valueFor({schema})
  }

  function resolved(node) {
    if (node.$ref === undefined) return node
    const target = node.$ref
      .slice(2)
      .split('/')
      .reduce((at, key) => at?.[key.replaceAll('~1', '/').replaceAll('~0', '~')], contract)
    return target === undefined ? {} : resolved(target)
  }
}

function operationsOf({paths}) {
  const methods = ['get', 'put', 'post', 'delete', 'patch']
  return Object.entries(paths).flatMap(([path, item]) =>
    methods.flatMap(method => (item[method] ? [{path, method, item, operation: item[method]}] : [])),
  )
}

function valueFor({schema = {}}) {
  const {type, format} = schema
  if (schema.enum) return schema.enum[0]
  if (type === 'integer' || type === 'number') return schema.minimum ?? 1
  if (type === 'boolean') return true
  if (format === 'uuid') return '3f2c0d4e-6c1b-4b0e-9f5a-1d2e3f4a5b6c'
  if (format === 'date-time') return '2026-01-31T10:00:00Z'
  return 'text'
}
