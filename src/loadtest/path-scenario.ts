import {MeshError} from '../core/errors.js'
import {type Operation, type SafeMethod, type Scenario, safeMethods} from './scenario.js'

/** The scenario of `--path`: `/orders?limit=5`, or with a method before it: `HEAD /orders`. All have the same weight. */
export function pathScenario(paths: readonly string[], basePath: string): Scenario {
  return {operations: paths.map(text => operationOf(text, basePath)), leftOut: [], thresholds: []}
}

function operationOf(text: string, basePath: string): Operation {
  const [, method = 'GET', path = text] = /^\s*([a-z]+)\s+(.*)$/i.exec(text) ?? []
  const wanted = method.toUpperCase()
  if (!isSafe(wanted))
    throw new MeshError(
      `Path "${text}" asks for ${wanted}, which may change data.`,
      `A load test sends ${safeMethods.join(', ')} only: write --path /orders or --path "HEAD /orders".`,
    )
  if (!path.startsWith('/'))
    throw new MeshError(`Path "${text}" does not start with a slash.`, `Write --path "/${path}".`)
  const sent = sendable(basePath + path, text)
  return {
    name: `${wanted} ${basePath + path}`.replace(/[?#].*$/, ''),
    method: wanted,
    paths: [sent],
    headers: {},
    weight: 1,
    guessed: false,
  }
}

/** The path with everything escaped that may not stand in a request line; a fragment is not sent. */
function sendable(path: string, text: string): string {
  // A made-up origin: only path and query are taken. `//host` at the start would be read as one.
  const url = `http://host${path}`
  if (!URL.canParse(url))
    throw new MeshError(`Path "${text}" is not the path of a URL.`, 'Escape what is special in it.')
  const {pathname, search} = new URL(url)
  return pathname + search
}

function isSafe(method: string): method is SafeMethod {
  return (safeMethods as readonly string[]).includes(method)
}
