import {type AddressInfo, connect, createServer, type Socket} from 'node:net'

/** A stretch of the way to a server, which can be cut. */
export interface Relay {
  readonly port: number
  /** Ends every connection and refuses new ones, as when a server goes away. */
  cut(): Promise<void>
  mend(): Promise<void>
  /** Nothing goes through any more, and nobody is told: as when a cable is pulled. */
  hush(): void
  close(): Promise<void>
}

export async function openRelay(target: {readonly host: string; readonly port: number}): Promise<Relay> {
  const sockets = new Set<Socket>()
  let silent = false
  const server = createServer(near => {
    const far = connect(target)
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(from)
      from.on('data', data => silent || to.write(data))
      from.on('error', () => to.destroy())
      from.on('close', () => {
        sockets.delete(from)
        to.destroy()
      })
    }
  })
  const listen = (port: number) => new Promise<void>(resolve => server.listen(port, '127.0.0.1', resolve))
  await listen(0)
  // A server that listens on a TCP port has an address object.
  const {port} = server.address() as AddressInfo
  const cut = async (): Promise<void> => {
    const ended = new Promise<void>(resolve => server.close(() => resolve()))
    for (const socket of sockets) socket.destroy()
    await ended
  }
  return {
    port,
    cut,
    mend: () => listen(port),
    hush() {
      silent = true
    },
    close: async () => (server.listening ? cut() : undefined),
  }
}
