import type {WebSocket as ProtocolSocket} from 'graphql-ws'
import type {WebSocket} from 'ws'
import type {Logger} from '../platform/logging/logger.js'

/** What a client is told when the fault is ours. */
const internalError = 4500

/** A socket as graphql-ws wants to have it. `send` waits until the network has taken the message: a reader that is slow
 * slows its own stream down and nothing else. */
export function protocolSocket(socket: WebSocket, logger: Logger): ProtocolSocket {
  return {
    protocol: socket.protocol,
    send: data =>
      new Promise((resolve, reject) => {
        if (socket.readyState !== socket.OPEN) return resolve()
        socket.send(data, error => (error ? reject(error) : resolve()))
      }),
    close: (code, reason) => socket.close(code, reason),
    onMessage: receive => {
      socket.on('message', data => {
        receive(String(data)).catch(error => {
          if (socket.readyState !== socket.OPEN) return
          logger.error({err: error}, 'A message could not be dealt with.')
          socket.close(internalError, 'Something went wrong on our side.')
        })
      })
    },
  }
}
