import {asciiWords} from './ascii-words.js'

/** JSON members, query parameters, path parameters and operation ids. */
export const camelCase = /^[a-z][a-zA-Z0-9]*$/

/** Segments of a path. */
export const kebabCase = /^[a-z0-9]+(-[a-z0-9]+)*$/

/** A name in camelCase, made from one in any usual style: `created_at`, `Created-At`, `CREATED_AT` and `HTTPStatus`. */
export function toCamelCase(name: string): string {
  const [first = '', ...rest] = wordsOf(name)
  return first + rest.map(word => word.charAt(0).toUpperCase() + word.slice(1)).join('')
}

/** A name in kebab-case, made from one in any usual style. */
export function toKebabCase(name: string): string {
  return wordsOf(name).join('-')
}

const ascii = /^[\0-\x7f]*$/

/** The words of a name in any usual style, in small letters: `HTTPStatus` has `http` and `status`. */
export function wordsOf(name: string): string[] {
  if (ascii.test(name)) return asciiWords(name, true).map(word => word.toLowerCase())
  // Accents fall off; letters without a Latin form stay, so that no name is made of what is left of another.
  return name
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replaceAll(/([A-Z]+)([A-Z][a-z])/g, '$1 $2')
    .split(/[^\p{L}\p{N}]+/u)
    .filter(word => word !== '')
    .map(word => word.toLowerCase())
}
