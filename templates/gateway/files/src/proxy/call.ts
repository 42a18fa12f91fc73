import {Readable} from 'node:stream'
import type {Dispatcher} from 'undici'
import type {Cancellation} from './cancellation.js'
import {failureOf} from './failure.js'
import type {PassedAnswer} from './passed-answer.js'

/** Sends a request and gives the answer when its headers are there. A body that came with them is given as a whole: most
 * answers are small, and to make a stream of one costs more than to fetch it. */
export function call(
  dispatcher: Pick<Dispatcher, 'dispatch'>,
  options: Dispatcher.DispatchOptions,
  cancellation: Cancellation,
): Promise<PassedAnswer> {
  return new Promise((resolve, reject) => {
    const arrival = new Arrival(options.body, cancellation, resolve, reject)
    dispatcher.dispatch(options, arrival)
  })
}

/** An answer as it comes in. */
class Arrival implements Dispatcher.DispatchHandler {
  readonly #sent: Dispatcher.DispatchOptions['body']
  readonly #cancellation: Cancellation
  readonly #resolve: (answer: PassedAnswer) => void
  readonly #reject: (error: unknown) => void
  #controller: Dispatcher.DispatchController | undefined
  #head: Pick<PassedAnswer, 'statusCode' | 'headers'> | undefined
  /** What came before somebody could take it. */
  #chunks: Buffer[] = []
  #stream: Readable | undefined
  #over = false

  constructor(
    sent: Dispatcher.DispatchOptions['body'],
    cancellation: Cancellation,
    resolve: (answer: PassedAnswer) => void,
    reject: (error: unknown) => void,
  ) {
    this.#sent = sent
    this.#cancellation = cancellation
    this.#resolve = resolve
    this.#reject = reject
    cancellation.onCancel = reason => this.#cancel(reason)
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller
    const {aborted, reason} = this.#cancellation
    if (aborted) controller.abort(reason ?? new Error('cancelled'))
  }

  onResponseStart(
    _controller: Dispatcher.DispatchController,
    statusCode: number,
    headers: PassedAnswer['headers'],
  ): void {
    // 1xx: the answer is still to come.
    if (statusCode < 200) return
    this.#head = {statusCode, headers}
    // These have no body, whatever length they tell: a 304 may tell that of the answer that it stands for.
    if (statusCode === 204 || statusCode === 304) this.#end()
    // What is in the same packet is read before that.
    queueMicrotask(() => this.#handOver())
  }

  onResponseData(controller: Dispatcher.DispatchController, chunk: Buffer): void {
    if (!this.#stream) this.#chunks.push(chunk)
    else if (!this.#stream.push(chunk)) controller.pause()
  }

  onResponseEnd(): void {
    this.#end()
    this.#stream?.push(null)
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
    // A body that breaks before any of it was passed on can still become an answer that says so.
    if (this.#stream) this.#stream.destroy(failureOf(error))
    else if (!this.#over) this.#reject(error)
    this.#end()
    // What was not sent is not wanted any more.
    if (this.#sent instanceof Readable) this.#sent.on('error', () => undefined).destroy(error)
  }

  /** Whatever lives on with the answer to the caller must not keep all of this. */
  #end(): void {
    this.#over = true
    this.#cancellation.onCancel = undefined
  }

  #handOver(): void {
    if (this.#head) this.#resolve({...this.#head, body: this.#over ? this.#whole() : this.#open()})
  }

  #whole(): Buffer {
    const [first, ...others] = this.#chunks
    return first && others.length === 0 ? first : Buffer.concat(this.#chunks)
  }

  #open(): Readable {
    const stream = new Readable({
      read: () => this.#controller?.resume(),
      destroy: (error, done) => {
        if (!this.#over) this.#controller?.abort(error ?? new Error('Nobody reads the rest.'))
        done(error)
      },
    })
    // It may break before anybody listens; whoever reads it is told all the same.
    stream.on('error', () => undefined)
    for (const chunk of this.#chunks) if (!stream.push(chunk)) this.#controller?.pause()
    this.#stream = stream
    return stream
  }

  #cancel(reason: Error): void {
    if (this.#over) return
    if (this.#stream) this.#stream.destroy(reason)
    else if (this.#controller) this.#controller.abort(reason)
    // Still waiting for a connection: when there is one, nothing is sent.
    else this.#reject(reason)
  }
}
