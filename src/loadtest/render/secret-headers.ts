import {MeshError} from '../../core/errors.js'
import {mergedHeaders, parseHeader} from '../headers.js'

type Headers = Readonly<Record<string, string>>

const variable = /\$\{(\w+)\}/g

/** The names of variables that header values take from the environment. */
export function variablesIn(headers: Headers): string[] {
  const names = Object.values(headers).flatMap(value => [...value.matchAll(variable)].map(([, name = '']) => name))
  return [...new Set(names)].sort()
}

/** The headers of a target and of the command line as templates; a value that looks like a secret may not be written down. */
export function headerTemplates(target: Headers, given: readonly string[]): Headers {
  const headers = mergedHeaders(target, Object.fromEntries(given.map(parseHeader)))
  for (const [name, value] of Object.entries(headers))
    if (/auth|key|token|secret|cookie|session|password|credential/i.test(name) && !value.includes('${'))
      throw new MeshError(
        `The value of header "${name}" would be readable in what is rendered.`,
        `Write "\${NAME}" in its place: --header '${name}: \${NAME}', or "headers" of the target in mesh.yaml. The value then comes from the environment.`,
      )
  return headers
}
