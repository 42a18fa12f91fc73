import {createServer} from 'node:http'
import type {AddressInfo} from 'node:net'
import {afterAll, beforeAll} from 'vitest'

export interface SlowDirectory {
  url(): string
  /** How often it was asked. */
  questions(): number
}

/** A member directory that knows everybody, after a while: for the tests of one file. */
export function slowDirectory(milliseconds: number): SlowDirectory {
  let questions = 0
  const server = createServer((_request, response) => {
    questions += 1
    setTimeout(() => response.end('{"data": {"id": "m-1"}, "meta": {}}'), milliseconds)
  })
  beforeAll(() => new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve)))
  afterAll(() => server.close())
  return {
    // A server that listens on a TCP port has an address object.
    url: () => `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    questions: () => questions,
  }
}
