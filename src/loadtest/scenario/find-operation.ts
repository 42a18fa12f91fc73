import type {OpenApiContract, Operation} from '../../contracts/openapi/model.js'

/**
 * The operation of a contract that a request is, by its method and path; templates match parameters only. Of several the
 * one with the fewest parameters. `basePath` is that of the target, which takes the place of that of the server.
 */
export function findOperation(
  contract: OpenApiContract,
  method: string,
  path: string,
  basePath: string,
): Operation | undefined {
  const wanted = segmentsOf(path)
  const candidates = contract.document.operations
    .filter(operation => operation.method.toUpperCase() === method)
    .filter(({path: template, servers}) => {
      const prefix = servers[0]?.basePath ?? ''
      // With a path of its own in the target's URL, that of the contract's server is not sent.
      const templates = basePath === '' ? [prefix + template] : [template, prefix + template]
      return templates.some(each => isMatch(segmentsOf(each), wanted))
    })
  const parameters = ({path: template}: Operation) => template.split('{').length
  return candidates.sort((one, other) => parameters(one) - parameters(other))[0]
}

function isMatch(template: readonly string[], path: readonly string[]): boolean {
  return (
    template.length === path.length &&
    template.every((segment, index) => (/^\{[^{}]+\}$/.test(segment) ? path[index] !== '' : segment === path[index]))
  )
}

function segmentsOf(path: string): string[] {
  return path.replace(/[?#].*$/, '').split('/')
}
