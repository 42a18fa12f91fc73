let last = 0
let text = ''

/** Now in RFC 3339, in UTC. What happens within the same millisecond has the same text, which is made once. */
export function timestamp(): string {
  const now = Date.now()
  if (now !== last) {
    last = now
    text = new Date(now).toISOString()
  }
  return text
}
