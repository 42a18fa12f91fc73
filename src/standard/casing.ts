import {asciiWords} from './ascii-words.js'

/** Services, rpcs, messages and enums. Capitals may stand together, as in `HTTPRule`. */
export const pascalCase = /^[A-Z][A-Za-z0-9]*$/

/** Fields, oneofs, files and the parts of a package. */
export const lowerSnakeCase = /^[a-z][a-z0-9]*(?:_[a-z0-9]+)*$/

/** Values of enums. */
export const upperSnakeCase = /^[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)*$/

/** A name in lower_snake_case, made from one in any usual style: `userId`, `UserID` and `user-id` become `user_id`. */
export function toLowerSnakeCase(name: string): string {
  return wordsOf(name).join('_').toLowerCase()
}

/** A name in UPPER_SNAKE_CASE; a digit stays with the word before it: `Http2Status` becomes `HTTP2_STATUS`. */
export function toUpperSnakeCase(name: string): string {
  return wordsOf(name).join('_').toUpperCase()
}

/** A name in PascalCase; capitals stay: `user_dto` becomes `UserDto`. */
export function toPascalCase(name: string): string {
  return name
    .split(/[^a-zA-Z0-9]+/)
    .filter(word => word !== '')
    .map(word => word.charAt(0).toUpperCase() + word.slice(1))
    .join('')
}

function wordsOf(name: string): string[] {
  return asciiWords(name, false)
}
