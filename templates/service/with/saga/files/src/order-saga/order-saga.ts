import {ApiError} from '../platform/errors/api-error.js'
import {defineCodes} from '../platform/errors/codes.js'
import type {Upstream, UpstreamRequest} from '../platform/outbound/upstream.js'
import type {SagaKind, StepCall} from '../saga/saga.js'

// An example. Put your own in its place, or delete the folder and what src/saga/feature.ts says of it.

defineCodes({ORDER_STEP_REFUSED: {status: 409, severity: 'low', retryable: false}})

/** What is known of an order that is being fulfilled. */
export interface OrderData {
  readonly orderId: string
  readonly customerId: string
  /** In cents. */
  readonly amount: number
  readonly items: readonly {readonly sku: string; readonly quantity: number}[]
}

/** The services that an order spans. */
export interface OrderUpstreams {
  readonly payments: Pick<Upstream, 'request'>
  readonly inventory: Pick<Upstream, 'request'>
  readonly shipping: Pick<Upstream, 'request'>
}

/** More than the retries of the outbound client take together: it is for those that the saga has tries of its own. */
const timeout = 12_000

/**
 * Pays, reserves, ships. Each is made under the id of the order (PUT) and undone by it (DELETE): whoever is called has it
 * once, however often it is asked for, and can undo what it has never heard of.
 */
export function createOrderSaga({payments, inventory, shipping}: OrderUpstreams): SagaKind<OrderData> {
  return {
    name: 'order-v1',
    steps: [
      {
        name: 'payment',
        timeout,
        async run({orderId, customerId, amount}, call) {
          await make(payments, `/api/v1/payments/${encodeURIComponent(orderId)}`, {customerId, amount}, call)
          return undefined
        },
        compensate: ({orderId}, call) => undo(payments, `/api/v1/payments/${encodeURIComponent(orderId)}`, call),
      },
      {
        name: 'inventory',
        timeout,
        async run({orderId, items}, call) {
          await make(inventory, `/api/v1/reservations/${encodeURIComponent(orderId)}`, {items}, call)
          return undefined
        },
        compensate: ({orderId}, call) => undo(inventory, `/api/v1/reservations/${encodeURIComponent(orderId)}`, call),
      },
      {
        name: 'shipping',
        timeout,
        async run({orderId, items}, call) {
          await make(shipping, `/api/v1/shipments/${encodeURIComponent(orderId)}`, {items}, call)
          return undefined
        },
        compensate: ({orderId}, call) => undo(shipping, `/api/v1/shipments/${encodeURIComponent(orderId)}`, call),
      },
    ],
  }
}

async function make(upstream: OrderUpstreams['payments'], path: string, body: unknown, call: StepCall): Promise<void> {
  await send(upstream, {method: 'PUT', path, body, idempotencyKey: call.key}, call)
}

async function undo(upstream: OrderUpstreams['payments'], path: string, call: StepCall): Promise<void> {
  await send(upstream, {method: 'DELETE', path, idempotencyKey: call.key}, call, [404])
}

async function send(
  upstream: OrderUpstreams['payments'],
  request: UpstreamRequest,
  call: StepCall,
  alsoGood: readonly number[] = [],
): Promise<void> {
  call.signal.throwIfAborted()
  const answer = await upstream.request(request)
  if (answer.ok || alsoGood.includes(answer.status)) return
  const {status, codes} = answer
  const why = `${request.method} ${request.path} was refused with ${status} ${codes.join(', ')}.`
  // Too many calls is no answer to the question.
  throw new ApiError(status === 429 ? 'SERVICE_UNAVAILABLE' : 'ORDER_STEP_REFUSED', why)
}
