import {type Client, type ClientOptions, createClient} from 'graphql-ws'
import {WebSocket} from 'ws'
import {until} from '../process.js'
import type {GraphqlAnswer} from './ask.js'

export type Told = Pick<GraphqlAnswer, 'data' | 'errors' | 'extensions'>

export interface SocketClient {
  readonly client: Client
  /** Code and reason of every end of a connection. */
  readonly ends: {readonly code: number; readonly reason: string}[]
  /** Begins an operation and gives what is told, as it comes; resolves when the service has it. */
  begin(body: string | {readonly query: string; readonly variables?: Record<string, unknown>}): Promise<Stream>
}

export interface Stream {
  readonly told: Told[]
  /** The end that the service has given it; undefined as long as it goes on. */
  readonly end: {readonly kind: 'complete' | 'error'; readonly error?: unknown} | undefined
  leave(): void
}

/** A client of graphql-ws, as pages use it. `begin` waits by a query behind it: messages are dealt with in their sequence. */
export function socketClient(url: string, options: Partial<ClientOptions> = {}): SocketClient {
  const ends: {code: number; reason: string}[] = []
  const client = createClient({
    url: `${url.replace(/^http/, 'ws')}/graphql`,
    webSocketImpl: WebSocket,
    retryAttempts: 0,
    lazy: false,
    onNonLazyError: () => {},
    ...options,
    on: {
      closed: event => {
        const {code, reason} = event as {code: number; reason: string} // What ws tells.
        ends.push({code, reason})
      },
    },
  })
  const start = (body: Parameters<SocketClient['begin']>[0]): Stream => {
    const told: Told[] = []
    const state: {end?: Stream['end']} = {}
    const leave = client.subscribe<unknown, Readonly<Record<string, unknown>>>(
      typeof body === 'string' ? {query: body} : body,
      {
        next: ({data, errors = [], extensions}) => told.push({data, errors: errors as Told['errors'], extensions}),
        error: error => {
          state.end = {kind: 'error', error}
        },
        complete: () => {
          state.end = {kind: 'complete'}
        },
      },
    )
    return {
      told,
      get end() {
        return state.end
      },
      leave,
    }
  }
  return {
    client,
    ends,
    async begin(body) {
      const stream = start(body)
      const behind = start('{ __typename }')
      await until(() => behind.end !== undefined || stream.end !== undefined)
      return stream
    },
  }
}
