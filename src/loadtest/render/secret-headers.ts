import type {AuthSettings} from '../../config/auth-schema.js'
import {MeshError} from '../../core/errors.js'
import {mergedHeaders, parseHeader, redactedPath} from '../source/headers.js'
import type {LoadTestRequest} from '../source/request.js'
import type {Scenario} from '../source/scenario.js'

type Headers = Readonly<Record<string, string>>

const variable = /\$\{(\w+)\}/g

/** The names of variables that texts anywhere in a value take from the environment. */
export function variablesIn(value: unknown): readonly string[] {
  const found = new Set<string>()
  const look = (each: unknown) => {
    if (typeof each === 'string') for (const [, name = ''] of each.matchAll(variable)) found.add(name)
    else if (typeof each === 'object' && each !== null) Object.values(each).forEach(look)
  }
  look(value)
  return [...found].sort()
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

/** Refuses what of a command line and of a recording would be readable in what is rendered. */
export function refuseSecrets({paths, har, proxy}: LoadTestRequest, {operations}: Scenario): void {
  // Those of a contract are readable there already.
  const own = paths.length > 0 || har !== undefined ? operations : []
  const secret = own.find(operation => operation.paths.some(path => redactedPath(path) !== path))
  if (secret)
    throw new MeshError(
      `The query of "${redactedPath(secret.name)}" has a value that may be a secret, and would be readable in what is rendered.`,
      "Send it as a header that comes from the environment: --header 'Name: ${NAME}'.",
    )
  const url = proxy !== undefined && URL.canParse(proxy) ? new URL(proxy) : undefined
  if (url && url.username + url.password !== '')
    throw new MeshError(
      'The URL of --proxy has credentials in it, which would be readable in what is rendered.',
      'Give the pods a proxy that knows them by their addresses.',
    )
}

/** Refuses credentials that only this machine has. */
export function refuseLocalAuth(auth: AuthSettings | undefined): void {
  const {tokenFile, developmentIssuer} = auth ?? {}
  if (tokenFile === undefined && developmentIssuer === undefined) return
  throw new MeshError(
    tokenFile === undefined
      ? 'The development issuer is for services on this machine.'
      : `The token in "${tokenFile}" is on this machine only.`,
    'Take a token of the environment (--auth token:NAME), or client credentials.',
  )
}

/** Credentials as header templates, for whoever cannot ask for a token. */
export function authHeaders(auth: AuthSettings | undefined): Headers {
  refuseLocalAuth(auth)
  if (auth?.clientCredentials)
    throw new MeshError(
      'A script for k6 does not ask for tokens.',
      'Get one before, and hand it on by its variable: --auth token:NAME.',
    )
  if (auth?.apiKey) return {[auth.apiKey.header]: auth.apiKey.value}
  return auth?.token === undefined ? {} : {Authorization: `Bearer ${auth.token}`}
}
