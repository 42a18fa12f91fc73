/** Characters that would steer a terminal, or turn the direction of what follows. */
const steering = /[\u0000-\u001F\u007F-\u009F\u200E\u200F\u202A-\u202E\u2066-\u2069]/g

/** A text of a contract for a terminal: on one line, with a sign in place of what would not be seen but obeyed. */
export function printable(text: string): string {
  return text.replaceAll(steering, sign)
}

function sign(character: string): string {
  const code = character.charCodeAt(0)
  if (character === '\t') return ' '
  return code < 0x20 ? String.fromCharCode(0x2400 + code) : '\uFFFD'
}
