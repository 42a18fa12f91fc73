import type {WebSocket} from 'ws'

/** Asks every so many milliseconds whether the other side is there, and ends the connection when it did not answer the
 * last time: a network that swallows everything would keep it open for hours. Stops with the connection. */
export function beat(socket: WebSocket, every: number): void {
  let alive = true
  socket.on('pong', () => {
    alive = true
  })
  const timer = setInterval(() => {
    if (!alive) return socket.terminate()
    alive = false
    socket.ping()
  }, every)
  socket.once('close', () => clearInterval(timer))
}
