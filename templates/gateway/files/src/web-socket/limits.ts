/** What a route allows for WebSockets. Times in milliseconds, sizes in bytes. */
export interface WebSocketLimits {
  /** At a time. */
  readonly connections: number
  /** Of one message. */
  readonly messageSize: number
  /** In a second, from the caller. */
  readonly messageRate: number
  /** Without any sign of life. */
  readonly idle: number
}

/** What a route gets that says nothing else. */
export const standardWebSocketLimits: WebSocketLimits = {
  connections: 1000,
  messageSize: 64 * 1024,
  messageRate: 100,
  idle: 60_000,
}
