import type {Socket} from 'node:net'
import {type Dialer, dialerFor} from '../engine/dialer.js'
import type {Target} from '../target/target.js'
import type {Dial} from './grpc-exchange.js'

/** Connections of HTTP/2 to the first address of a target that takes one. */
export function grpcDial(target: Target, timeout: number): Dial {
  const dialers = target.addresses.map(address => dialerFor({...target, address, timeout, protocol: 'h2'}))
  let chosen: Dialer | undefined
  return async () => {
    let refusal: unknown
    for (const dialer of chosen === undefined ? dialers : [chosen])
      try {
        const socket = await socketOf(dialer)
        chosen = dialer
        return socket
      } catch (error) {
        refusal ??= error
      }
    throw refusal
  }
}

function socketOf(dialer: Dialer): Promise<Socket> {
  return new Promise((resolve, reject) => {
    dialer.dial((error, socket) => {
      if (socket) resolve(socket)
      else reject(error ?? new Error('The connection has no socket.'))
    })
  })
}
