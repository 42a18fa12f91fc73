import {MeshError} from '../../core/errors.js'
import type {PreparedRequest} from '../engine/connection.js'

/** Header names and values of a request in turn, each of them fit to be sent. */
export function fields({headers, method, path}: PreparedRequest): [string, string][] {
  if (/[^\x21-\x7e\x80-\xff]/.test(path))
    throw new MeshError(
      `The path of "${method} ${path}" has a character that no path may have.`,
      'Encode it: a space is "%20".',
    )
  return Array.from({length: headers.length / 2}, (_, index) => {
    const [name = '', value = ''] = [headers[2 * index], headers[2 * index + 1]]
    // The value may be a secret.
    if (!/^[\w!#$%&'*+.^`|~-]+$/.test(name) || /[^\t\x20-\x7e\x80-\xff]/.test(value))
      throw new MeshError(
        `Header "${name}" of "${method} ${path}" has a character that no header may have.`,
        'Look for line breaks and characters outside of Latin-1.',
      )
    return [name, value]
  })
}

/** Whether a request has a body, or has to say that it has none. */
export function hasLength({method, body}: PreparedRequest): boolean {
  return body !== undefined || method === 'POST' || method === 'PUT' || method === 'PATCH'
}
