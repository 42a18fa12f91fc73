import {MeshError} from '../../core/errors.js'
import {methods, type Operation, type Scenario, safeMethods} from './scenario.js'

/**
 * The scenario of `--path`: `/orders?limit=5`, or with a method before it: `HEAD /orders`. All have the same weight.
 * Methods that may change data are sent only if `writes` are allowed.
 */
export function pathScenario(paths: readonly string[], basePath: string, writes = false): Scenario {
  return {operations: paths.map(text => operationOf(text, basePath, writes)), leftOut: [], thresholds: []}
}

function operationOf(text: string, basePath: string, writes: boolean): Operation {
  const [, method = 'GET', path = text] = /^\s*([a-z]+)\s+(.*)$/i.exec(text) ?? []
  const wanted = method.toUpperCase()
  const known = writes ? methods : safeMethods
  const sentAs = known.find(each => each === wanted)
  if (sentAs === undefined) throw refused(text, wanted, writes)
  if (!path.startsWith('/'))
    throw new MeshError(`Path "${text}" does not start with a slash.`, `Write --path "/${path}".`)
  const sent = sendable(basePath + path, text)
  return {
    name: `${wanted} ${basePath + path}`.replace(/[?#].*$/, ''),
    method: sentAs,
    paths: [sent],
    headers: {},
    weight: 1,
    guessed: false,
  }
}

/** The path with everything escaped that may not stand in a request line; a fragment is not sent. */
export function sendable(path: string, text: string): string {
  // A made-up origin: only path and query are taken. `//host` at the start would be read as one.
  const url = `http://host${path}`
  if (!URL.canParse(url))
    throw new MeshError(`Path "${text}" is not the path of a URL.`, 'Escape what is special in it.')
  const {pathname, search} = new URL(url)
  return pathname + search
}

function refused(text: string, method: string, writes: boolean): MeshError {
  const isKnown = (methods as readonly string[]).includes(method)
  return new MeshError(
    `Path "${text}" asks for ${method}, which ${isKnown ? 'may change data' : 'is not sent'}.`,
    `A load test sends ${(writes ? methods : safeMethods).join(', ')} only: write --path /orders or --path "HEAD /orders".${isKnown ? ' --allow-writes allows all methods.' : ''}`,
  )
}
