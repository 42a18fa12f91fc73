import {createServer} from 'node:net'

/** A TCP port of this machine that nothing listens on at this moment, neither on 127.0.0.1 nor on ::1. */
export async function freePort(): Promise<number> {
  for (let attempt = 0; attempt < 20; attempt++) {
    const port = await bind(0, '127.0.0.1')
    // A server that listens on "localhost" may get ::1. A machine without IPv6 has none that could be taken.
    const other = await bind(port, '::1').catch((error: NodeJS.ErrnoException) => error.code)
    if (other !== 'EADDRINUSE') return port
  }
  throw new Error('No free port was found in 20 attempts.')
}

/** Listens for a moment and tells the port. */
function bind(port: number, host: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(port, host, () => {
      const address = server.address()
      // A string is the address of a pipe; a server that listens on a port has an object.
      const bound = typeof address === 'object' && address ? address.port : port
      server.close(() => resolve(bound))
    })
  })
}
