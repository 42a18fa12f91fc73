import {setTimeout as sleep} from 'node:timers/promises'
import type {WebSocket} from 'ws'

/** "Going away": clients come back, and find another instance. */
const goingAway = 1001

/** Milliseconds that the other side has to agree that the connection ends. */
const farewell = 1000

/** Takes leave of everybody, and waits until they are gone. */
export async function endSockets(sockets: ReadonlySet<WebSocket>): Promise<void> {
  const gone = Promise.all([...sockets].map(socket => new Promise(resolve => socket.once('close', resolve))))
  for (const socket of sockets) socket.close(goingAway, 'The service stops.')
  const controller = new AbortController()
  const late = sleep(farewell, undefined, {signal: controller.signal}).then(
    () => {
      for (const socket of sockets) socket.terminate()
    },
    () => {}, // All were gone before.
  )
  await gone
  controller.abort()
  await late
}
