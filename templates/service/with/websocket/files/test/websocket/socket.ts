import {WebSocket} from 'ws'
import {until} from '../process.js'
import type {TestService} from '../service.js'

export interface Frame {
  readonly type: string
  readonly id?: string
  // biome-ignore lint/suspicious/noExplicitAny: tests look into frames of every shape, and fail where they are wrong.
  readonly data?: any
  readonly errors?: readonly {readonly code: string; readonly field?: string}[]
  readonly meta: Readonly<Record<string, unknown>>
}

export interface TestSocket {
  readonly socket: WebSocket
  readonly heard: Frame[]
  say(frame: unknown): void
  /** Waits for a frame of this type, and for as many as are asked for, and gives the last one. */
  hear(type: string, count?: number): Promise<Frame>
  readonly closed: Promise<{readonly code: number; readonly reason: string}>
  /** Status of the answer when it was no WebSocket. */
  readonly refused: Promise<number | undefined>
  readonly opened: Promise<unknown>
}

export async function ticketOf(service: TestService, subject = 'tester', scopes = ['work-items:read'], lifetime = 60) {
  const authorization = `Bearer ${await service.token(scopes, subject, lifetime)}`
  const answer = await service.send('/api/v1/socket-tickets', {method: 'POST', headers: {authorization}})
  return answer.body.data?.ticket as string
}

export function openSocket(
  service: TestService,
  ticket: string,
  headers: Readonly<Record<string, string>> = {},
): TestSocket {
  const address = `${service.url.replace(/^http/, 'ws')}/api/v1/socket?ticket=${ticket}`
  const socket = new WebSocket(address, {headers})
  const heard: Frame[] = []
  socket.on('message', data => heard.push(JSON.parse(String(data))))
  return {
    socket,
    heard,
    say: frame => socket.send(typeof frame === 'string' ? frame : JSON.stringify(frame)),
    hear: (type, count = 1) => until(() => heard.filter(frame => frame.type === type)[count - 1]),
    closed: new Promise(resolve => socket.once('close', (code, reason) => resolve({code, reason: String(reason)}))),
    refused: new Promise(resolve => {
      socket.once('unexpected-response', (_request, {statusCode}) => resolve(statusCode))
      socket.once('error', () => resolve(undefined))
    }),
    opened: new Promise(resolve => socket.once('open', resolve)),
  }
}

export async function connect(service: TestService, subject?: string): Promise<TestSocket> {
  const opened = openSocket(service, await ticketOf(service, subject))
  await opened.opened
  return opened
}
