import {
  type ChannelCredentials,
  type ClientDuplexStream,
  type ClientReadableStream,
  type ClientWritableStream,
  credentials,
  Metadata,
  makeClientConstructor,
  type ServiceError,
  status as Status,
} from '@grpc/grpc-js'
import {readGrpcContract} from '../../src/platform/grpc/contract.js'
import {decodeRichStatus, type RichStatus, richStatusKey} from '../../src/platform/grpc/rich-status.js'
import {allScopes} from '../scopes.js'
import type {TestService} from '../service.js'

export const serviceName = 'example.work_items.v1.WorkItemService'

const contract = readGrpcContract(new URL('../../contracts/', import.meta.url), [
  'example/work_items/v1/work_item_service.proto',
])

// biome-ignore lint/suspicious/noExplicitAny: tests look into answers of every shape, and fail where they are wrong.
export type Message = any

/** What became of a call. */
export interface Outcome {
  readonly code: string
  readonly message: string
  readonly answer: Message
  /** What came with the status. */
  readonly trailers: Metadata
  readonly rich: RichStatus | undefined
}

export interface CallOptions {
  /** Left out: everything is allowed. Null: no token is sent. */
  readonly scopes?: readonly string[] | null
  readonly metadata?: Readonly<Record<string, string>>
  /** Milliseconds from now. */
  readonly within?: number
}

interface Addressed extends Pick<TestService, 'addresses' | 'token'> {}

/** Where a service speaks gRPC on this machine. */
export function grpcAddress({addresses}: Pick<TestService, 'addresses'>): string {
  const {port} = new URL(addresses.find(address => address.startsWith('grpc')) ?? '')
  return `127.0.0.1:${port}`
}

/** A client of the service as anybody could write one: it knows the contract and nothing else. */
export function connect(service: Addressed, channel: ChannelCredentials = credentials.createInsecure()) {
  const Client = makeClientConstructor(contract.service(serviceName), serviceName)
  // A connection of its own for each client: tests close them.
  const client = new Client(grpcAddress(service), channel, {'grpc.use_local_subchannel_pool': 1})
  // biome-ignore lint/suspicious/noExplicitAny: the methods are those of the contract.
  const methods = client as any

  const sent = async ({scopes = allScopes, metadata = {}}: CallOptions): Promise<Metadata> => {
    const all = new Metadata()
    if (scopes) all.set('authorization', `Bearer ${await service.token(scopes)}`)
    for (const [name, value] of Object.entries(metadata)) all.set(name, value)
    return all
  }
  const limits = ({within}: CallOptions) => (within === undefined ? {} : {deadline: Date.now() + within})

  return {
    async call(name: string, request: object, options: CallOptions = {}): Promise<Outcome> {
      const metadata = await sent(options)
      return settled(done => methods[name](request, metadata, limits(options), done))
    },
    async upload(name: string, requests: Iterable<object>, options: CallOptions = {}): Promise<Outcome> {
      const metadata = await sent(options)
      return settled(done => {
        const call: ClientWritableStream<object> = methods[name](metadata, limits(options), done)
        for (const request of requests) call.write(request)
        call.end()
        return call
      })
    },
    async download(name: string, request: object, options: CallOptions = {}): Promise<ClientReadableStream<Message>> {
      return methods[name](request, await sent(options), limits(options))
    },
    async sync(name: string, options: CallOptions = {}): Promise<ClientDuplexStream<object, Message>> {
      return methods[name](await sent(options), limits(options))
    },
    close: () => client.close(),
  }
}

/** The status with which a stream ends, whatever came before. */
export async function ending(stream: ClientReadableStream<Message>): Promise<Omit<Outcome, 'answer'>> {
  return new Promise(resolve => {
    stream.on('error', () => {}) // It is the status, once more.
    stream.on('status', ({code, details, metadata}) =>
      resolve({code: nameOf(code), message: details, trailers: metadata, rich: richOf(metadata)}),
    )
    stream.resume()
  })
}

type Done = (error: ServiceError | null, answer?: Message) => void

function settled(
  start: (done: Done) => {on(event: 'status', listener: (status: {metadata: Metadata}) => void): void},
): Promise<Outcome> {
  return new Promise(resolve => {
    let outcome: Pick<Outcome, 'code' | 'message' | 'answer'> | undefined
    const call = start((error, answer) => {
      outcome = {code: nameOf(error?.code ?? Status.OK), message: error?.details ?? '', answer}
    })
    // Comes after the answer, and with the trailers.
    call.on('status', ({metadata}) =>
      setImmediate(() => {
        if (outcome) resolve({...outcome, trailers: metadata, rich: richOf(metadata)})
      }),
    )
  })
}

function nameOf(code: Status): string {
  return Status[code]
}

function richOf(metadata: Metadata): RichStatus | undefined {
  const [bytes] = metadata.get(richStatusKey)
  return Buffer.isBuffer(bytes) ? decodeRichStatus(bytes) : undefined
}

/** What a detail of a status says. */
export function detail({rich}: Pick<Outcome, 'rich'>, type: RichStatus['details'][number]['type']): Message {
  return rich?.details.find(each => each.type === type)?.value
}
