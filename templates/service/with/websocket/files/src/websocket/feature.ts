import {z} from 'zod'
import {defineFeature} from '../feature.js'
import type {Caller, Operation} from '../platform/contract/operation.js'
import {ApiError} from '../platform/errors/api-error.js'
import {endWithToken} from '../web-socket/end-with-token.js'
import type {EventStream} from '../web-socket/event-stream.js'
import {installSocketRoute} from '../web-socket/socket-route.js'
import {serveSession} from './socket-session.js'
import {createTickets} from './tickets.js'
import {workItemEvents} from './work-item-events.js'

/** Bytes of what a client says. */
const largestMessage = 16 * 1024

/** Messages in a second, and subscriptions at a time, of one connection. */
const messageRate = 20
const mostSubscriptions = 20

const count = () => z.coerce.number().int().min(0)

/** Events over WebSockets at /api/v1/socket, for those who have a ticket. */
export const websocket = defineFeature({
  settings: {
    SOCKETS: count().default(1000).describe('WebSockets at a time; 0 lets nobody in.'),
    SOCKETS_PER_CALLER: count().default(5).describe('WebSockets of one caller at a time.'),
  },
  async install({app, settings, workItems, logger}) {
    const tickets = createTickets()
    const streams = new Set<EventStream<unknown>>()
    const connections = new Map<string, number>()
    const open = workItemEvents(workItems)

    const issue: Operation = async ({caller}) => {
      // The contract lets nobody in who has none.
      if (!caller) throw new ApiError('AUTHENTICATION_REQUIRED', 'Send a bearer token.')
      const {value, expiresAt} = tickets.issue(caller)
      const data = {ticket: value, url: '/api/v1/socket', expiresAt: new Date(expiresAt).toISOString()}
      return {status: 200, data}
    }

    const admit = (ticket: unknown): Caller => {
      const caller = tickets.redeem(typeof ticket === 'string' ? ticket : undefined)
      if ((connections.get(caller.subject) ?? 0) >= settings.SOCKETS_PER_CALLER) {
        throw new ApiError('RATE_LIMIT_EXCEEDED', `One caller may have ${settings.SOCKETS_PER_CALLER} connections.`, {
          headers: {'retry-after': '5'},
        })
      }
      return caller
    }
    const enter = ({subject}: Caller): void => void connections.set(subject, (connections.get(subject) ?? 0) + 1)
    const leave = ({subject}: Caller): void => {
      const left = (connections.get(subject) ?? 1) - 1
      if (left > 0) connections.set(subject, left)
      else connections.delete(subject)
    }

    const {close} = installSocketRoute(app, {
      path: '/api/v1/socket',
      allow: '',
      protocol: '',
      largestMessage,
      most: settings.SOCKETS,
      origins: settings.CORS_ORIGINS,
      logger,
      admit: ({query}) => admit((query as {readonly ticket?: unknown}).ticket), // Fastify gives an object.
      serve(socket, caller, {headers}) {
        enter(caller)
        socket.once('close', () => leave(caller))
        endWithToken(socket, caller)
        serveSession(socket, {caller, headers, open, logger, messageRate, most: mostSubscriptions, streams})
      },
      isBusy: () => false,
      isQuiet: () => [...streams].every(({idle}) => idle),
    })
    return {operations: {issueSocketTicket: issue}, close}
  },
})
