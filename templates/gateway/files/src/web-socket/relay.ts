import type {WebSocket} from 'ws'
import type {WebSocketLimits} from './limits.js'

/** Close codes of RFC 6455 section 7.4 and its registry. */
const codes = {away: 1001, policy: 1008, broken: 1011, tryLater: 1013} as const

export interface Relay {
  /** Takes leave of both sides. */
  end(): void
}

/** Bytes that may wait for a side that reads slowly before the other one is no longer read. */
const waitingRoom = 256 * 1024

/** Milliseconds in which a side has to answer a close. */
const lastChance = 1000

/** Hands messages from one side to the other, in order and no faster than they are taken, until one side ends. */
export function relay(caller: WebSocket, upstream: WebSocket, limits: WebSocketLimits, onEnd: () => void): Relay {
  let ended = false
  const end = (code: number, reason: string): void => {
    if (ended) return
    ended = true
    clearInterval(pulse)
    for (const side of [caller, upstream]) {
      side.resume()
      side.close(code, reason)
      setTimeout(() => side.terminate(), lastChance).unref()
    }
    onEnd()
  }

  let signs = true
  const pulse = setInterval(() => {
    if (!signs) return end(codes.policy, 'idle')
    signs = false
    caller.ping()
    upstream.ping()
  }, limits.idle / 2)
  pulse.unref()

  const meter = createMeter(limits.messageRate)
  connect(caller, upstream, () => {
    signs = true
    if (meter()) return true
    end(codes.policy, 'too many messages')
    return false
  })
  connect(upstream, caller, () => {
    signs = true
    return true
  })
  caller.on('pong', () => {
    signs = true
  })
  for (const side of [caller, upstream]) {
    side.on('close', (code, reason) => end(passable(code), reason.toString()))
    side.on('error', () => end(codes.broken, side === upstream ? 'the service failed' : 'the caller failed'))
  }
  return {end: () => end(codes.away, 'going away')}
}

function connect(from: WebSocket, to: WebSocket, admit: () => boolean): void {
  from.on('message', (data, isBinary) => {
    if (!admit() || to.readyState !== to.OPEN) return
    to.send(data, {binary: isBinary}, () => {
      if (from.isPaused && to.bufferedAmount < waitingRoom / 2) from.resume()
    })
    if (to.bufferedAmount > waitingRoom) from.pause()
  })
}

/** Whether one more message fits into the second. */
function createMeter(rate: number): () => boolean {
  let credit = rate
  let last = performance.now()
  return () => {
    const now = performance.now()
    credit = Math.min(rate, credit + ((now - last) / 1000) * rate)
    last = now
    if (credit < 1) return false
    credit -= 1
    return true
  }
}

/** 1005 and 1006 stand for "no code" and "broken off"; they may not be sent. */
function passable(code: number): number {
  if (code === 1005) return 1000
  return code === 1006 || code === 1015 ? codes.broken : code
}
