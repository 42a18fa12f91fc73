import type {WebSocket} from 'ws'
import type {Identity} from '../platform/auth/identity.js'

/** "Forbidden" in the private codes of WebSockets, as graphql-ws has it: clients come again, and ask for a new token. */
const forbidden = 4403

/** The longest time that a timer can wait, in milliseconds. */
const longestTimer = 2 ** 31 - 1

/** Ends a connection when the token that it was opened with ends: streams would go on for ever otherwise. */
export function endWithToken(socket: WebSocket, {claims}: Pick<Identity, 'claims'>): void {
  const expires = claims?.['exp']
  if (typeof expires !== 'number') return
  const left = Math.max(0, expires * 1000 - Date.now())
  const timer = setTimeout(() => socket.close(forbidden, 'TOKEN_EXPIRED'), Math.min(left, longestTimer))
  socket.once('close', () => clearTimeout(timer))
}
