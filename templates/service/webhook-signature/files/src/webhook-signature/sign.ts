import {createHmac} from 'node:crypto'

/** `sha256=` and the HMAC over time and body: an old delivery can not be sent again with a new time. */
export function sign(secret: string, timestamp: string, body: Uint8Array): string {
  const digest = createHmac('sha256', secret).update(`${timestamp}.`).update(body).digest('hex')
  return `sha256=${digest}`
}
