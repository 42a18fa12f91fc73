import type {IncomingHttpHeaders} from 'node:http'
import {pathOf} from './answer-store.js'

/**
 * Whose answers a request that changes something makes old: its own path, those that the answer names as RFC 9111 section
 */
export function changedPaths(url: string, {location, 'content-location': content}: IncomingHttpHeaders = {}): string[] {
  const named = [location, content].flatMap(text => (typeof text === 'string' ? [pathIn(text, url)] : []))
  const paths = [pathOf(url), ...named].flatMap(path => [path, path.slice(0, path.lastIndexOf('/'))])
  return [...new Set(paths)].filter(path => path !== '')
}

/** Whatever the host: what is forgotten without need is fetched again, and that is all. */
function pathIn(location: string, url: string): string {
  const base = new URL(url, 'http://gateway.invalid')
  return URL.canParse(location, base.href) ? new URL(location, base).pathname : ''
}
