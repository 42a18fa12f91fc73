import type {Socket} from 'node:net'
import {failure, type KeptAnswer, type PreparedRequest} from '../engine/connection.js'
import type {Dialer} from '../engine/dialer.js'
import {Carrier} from './carrier.js'
import {ResponseReader} from './response.js'
import type {Transport} from './transport.js'
import {fields, hasLength} from './wire.js'

/** An idle connection that is older may have been closed by the target, which is not told to us until we use it. */
const usualPatience = 4000

/** So much earlier than the target says it closes an idle connection, in milliseconds. */
const margin = 1000

/** HTTP/1.1 without pipelining: each connection carries one request at a time. */
export function http1(dialer: Dialer): Transport {
  return {
    name: 'HTTP/1.1',
    together: 1,
    get opened() {
      return dialer.opened
    },
    connection: () => new Http1Connection(dialer),
    close: () => {},
  }
}

/** One keep-alive connection; it is opened anew when the target has closed it. A request costs no allocation here. */
class Http1Connection extends Carrier {
  readonly #dialer: Dialer
  readonly #reader = new ResponseReader(this.keeps)
  #socket: Socket | undefined
  #giveUp: (() => void) | undefined
  #usedAt = 0

  constructor(dialer: Dialer) {
    super()
    this.#dialer = dialer
  }

  get status(): number {
    return this.#reader.status
  }

  get bytes(): number {
    return this.#reader.bytes
  }

  get answer(): KeptAnswer | undefined {
    return this.#reader.answer
  }

  open(): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#dial(error => (error ? reject(error) : resolve()))
    })
  }

  protected carry(request: PreparedRequest): void {
    const bytes = bytesOf(request, this.#dialer.origin)
    this.#reader.begin(request.method === 'HEAD')
    if (this.#socket !== undefined && performance.now() - this.#usedAt < this.#patience) this.#socket.write(bytes)
    else this.#dial(error => (error ? this.end(error) : this.#socket?.write(bytes)))
  }

  destroy(): void {
    this.busy = false
    this.#drop()
  }

  get #patience(): number {
    const {keptFor} = this.#reader
    return keptFor === undefined ? usualPatience : Math.max(0, keptFor - margin)
  }

  #dial(done: (error?: Error) => void): void {
    this.#drop()
    this.#giveUp = this.#dialer.dial(
      (error, socket) => {
        this.#giveUp = undefined
        if (socket) this.#adopt(socket)
        done(error)
      },
      (data, length) => this.#read(data, length),
    )
  }

  #adopt(socket: Socket): void {
    this.#socket = socket
    this.#usedAt = performance.now()
    socket.on('end', () => {
      if (this.#socket !== socket) return
      if (!this.busy || !this.#reader.endsHere()) return this.#broken(socket, closed())
      this.#drop()
      this.end()
    })
    socket.on('error', error => this.#broken(socket, error))
    socket.on('close', () => this.#broken(socket, closed()))
  }

  #broken(socket: Socket, error: Error): void {
    if (this.#socket !== socket) return
    this.#drop()
    if (this.busy) this.end(error)
  }

  #read(data: Buffer, length: number): void {
    // Nobody asked: whatever it is, it must not be taken for the answer to the next request.
    if (!this.busy) {
      this.#drop()
      return
    }
    let isComplete = false
    try {
      isComplete = this.#reader.read(data, length)
    } catch (error) {
      this.#drop()
      this.end(error instanceof Error ? error : new Error(String(error)))
      return
    }
    if (isComplete) this.#answered()
  }

  #answered(): void {
    // An answer that came before the whole request was sent leaves the rest of it behind.
    if (this.#reader.isLasting && this.#socket?.writableLength === 0) this.#usedAt = performance.now()
    else this.#drop()
    this.end()
  }

  #drop(): void {
    this.#giveUp?.()
    this.#giveUp = undefined
    const socket = this.#socket
    this.#socket = undefined
    socket?.destroy()
  }
}

function closed(): Error {
  return failure('ECONNRESET', 'The connection was closed before the answer was complete')
}

/** What is sent for a request, as far as it is always the same. */
class Bytes {
  constructor(
    readonly before: Buffer,
    /** What follows the value that is another one in each request. */
    readonly after: Buffer | undefined,
  ) {}
}

function bytesOf(request: PreparedRequest, origin: string): Buffer {
  const bytes = request.wire instanceof Bytes ? request.wire : encoded(request, origin)
  request.wire = bytes
  const {before, after} = bytes
  return after === undefined ? before : Buffer.concat([before, Buffer.from(crypto.randomUUID(), 'latin1'), after])
}

function encoded(request: PreparedRequest, origin: string): Bytes {
  const {method, path, body = '', renewed} = request
  const lines = fields(request).map(([name, value]) => `${name}: ${value}\r\n`)
  const cut = renewed === undefined ? lines.length : (renewed - 1) / 2
  const line = lines[cut] ?? ''
  const length = hasLength(request) ? `content-length: ${Buffer.byteLength(body)}\r\n` : ''
  const start = `${method} ${path} HTTP/1.1\r\nhost: ${new URL(origin).host}\r\nconnection: keep-alive\r\n${length}`
  const before = start + lines.slice(0, cut).join('')
  const after = `${lines.slice(cut + 1).join('')}\r\n`
  const bytes = (head: string) => Buffer.concat([Buffer.from(head, 'latin1'), Buffer.from(body)])
  if (renewed === undefined) return new Bytes(bytes(before + after), undefined)
  const name = line.slice(0, line.indexOf(':'))
  return new Bytes(Buffer.from(`${before}${name}: `, 'latin1'), bytes(`\r\n${after}`))
}
