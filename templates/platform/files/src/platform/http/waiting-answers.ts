import type {ServerResponse} from 'node:http'
import type {Socket} from 'node:net'

const waiting = new WeakMap<Socket, Set<ServerResponse>>()

/** Has an answer say `close` when its connection ends while it still waits behind another answer, of a request that came before it
 * on the same connection: Node tells only the one that is being sent, and all that waits for the end of the others would wait for ever. */
export function endWithConnection(answer: ServerResponse, socket: Socket): void {
  // Its turn has come: Node has given it the connection.
  if (answer.socket !== null) return
  const answers = waiting.get(socket) ?? watch(socket)
  answers.add(answer)
  answer.once('close', () => answers.delete(answer))
}

function watch(socket: Socket): Set<ServerResponse> {
  const answers = new Set<ServerResponse>()
  waiting.set(socket, answers)
  socket.once('close', () => {
    for (const answer of answers) {
      if (answer.socket !== null || answer.destroyed) continue
      answer.destroy()
      answer.emit('close')
    }
  })
  return answers
}
