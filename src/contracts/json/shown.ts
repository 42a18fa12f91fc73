/**
 * A value as messages show it: a string as it is, anything else as JSON. `String` would call a `toString` that the
 * document itself may bring along, which is no function.
 */
export function shown(value: unknown): string {
  return typeof value === 'string' ? value : (JSON.stringify(value) ?? 'nothing')
}
