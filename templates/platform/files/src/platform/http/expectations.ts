import type {Server} from 'node:http'

/** Lets a caller that asks before it sends its body (`Expect: 100-continue`) send it when somebody is about to read it, so that who
 * is refused has sent nothing: Node would let everybody go on at once. Other expectations are nobody's, as RFC 9110 allows. */
export function installExpectations(server: Server): void {
  server.on('checkContinue', (request, answer) => {
    const {shouldKeepAlive} = answer
    // Whether a body still comes after a refusal nobody can know: the connection is of no more use.
    answer.shouldKeepAlive = false
    request.once('resume', () => {
      // What is left over is read, too, and thrown away.
      if (answer.headersSent) return
      answer.shouldKeepAlive = shouldKeepAlive
      answer.writeContinue()
    })
    server.emit('request', request, answer)
  })
  server.on('checkExpectation', (request, answer) => server.emit('request', request, answer))
}
