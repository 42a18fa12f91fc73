import {connect} from 'node:net'

/** Sends bytes exactly as they are written, and gives all that comes back until the other side ends the connection, or says no
 * more for `quiet` milliseconds. */
export function rawExchange(url: string, text: string, quiet = 300): Promise<string> {
  const {hostname, port} = new URL(url)
  return new Promise((resolve, reject) => {
    let answer = ''
    const socket = connect(Number(port), hostname, () => socket.write(text, 'latin1'))
    socket.setEncoding('latin1').setTimeout(quiet, () => socket.destroy())
    socket.on('data', chunk => {
      answer += chunk
    })
    socket.on('close', () => resolve(answer))
    socket.on('error', reject)
  })
}

/** The statuses of the answers in what came back; the next one follows the body of the one before without a break. */
export function statusesIn(answer: string): number[] {
  return [...answer.matchAll(/HTTP\/1\.1 (\d{3}) /g)].map(([, status]) => Number(status))
}
