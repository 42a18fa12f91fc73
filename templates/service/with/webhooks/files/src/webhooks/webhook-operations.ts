import type {Caller, Operation, OperationResult, Operations} from '../platform/contract/operation.js'
import {offsetOf, type PageRequest, paginationOf} from '../platform/envelope/pagination.js'
import {ApiError} from '../platform/errors/api-error.js'
import type {IdempotencyStore} from '../platform/idempotency/idempotency-store.js'
import {type IdempotencyHeaders, idempotent} from '../platform/idempotency/idempotent.js'
import type {Delivery, Webhook, WebhookSecret} from './webhook.js'
import type {WebhookDraft, Webhooks} from './webhooks.js'

/** The parameter that names one webhook. */
interface OneWebhook {
  readonly webhookId: string
}

interface DeliveryPage extends PageRequest {
  readonly status?: Delivery['status']
}

/** The newest of them can be looked at. */
const mostDeliveries = 1000

/** The operations of the contract by which subscribers look after their webhooks. */
export function webhookOperations(webhooks: Webhooks, keys: IdempotencyStore) {
  const create: Operation<{body: WebhookDraft; headers: IdempotencyHeaders}> = async ({body, caller}) => {
    const webhook = await webhooks.create(subjectOf(caller), body)
    const [secret] = webhook.secrets
    const headers = {location: `/api/v1/webhooks/${webhook.id}`}
    return {status: 201, data: {...shown(webhook), secret: secret?.value}, headers}
  }

  const list: Operation<{query: PageRequest}> = async ({query, caller}) =>
    pageOf(await webhooks.listOf(subjectOf(caller)), query, shown)

  const get: Operation<{params: OneWebhook}> = async ({params, caller}) => ({
    status: 200,
    data: shown(await webhooks.get(subjectOf(caller), params.webhookId)),
  })

  const remove: Operation<{params: OneWebhook}> = async ({params, caller}) => {
    await webhooks.remove(subjectOf(caller), params.webhookId)
    return {status: 204}
  }

  const rotate: Operation<{params: OneWebhook; headers: IdempotencyHeaders}> = async ({params, caller}) => ({
    status: 200,
    data: shownSecret(await webhooks.rotate(subjectOf(caller), params.webhookId)),
  })

  const listDeliveries: Operation<{params: OneWebhook; query: DeliveryPage}> = async ({params, query, caller}) => {
    const {status} = query
    const all = await webhooks.deliveriesOf(subjectOf(caller), params.webhookId, status, mostDeliveries)
    return pageOf(all, query, shownDelivery)
  }

  const redeliver: Operation<{
    params: OneWebhook
    body: {readonly deliveryIds?: readonly string[]}
    headers: IdempotencyHeaders
  }> = async ({params, body, caller}) => ({
    status: 200,
    data: {redelivered: await webhooks.redeliver(subjectOf(caller), params.webhookId, body.deliveryIds)},
  })

  return {
    createWebhook: idempotent(keys, create),
    listWebhooks: list,
    getWebhook: get,
    deleteWebhook: remove,
    rotateWebhookSecret: idempotent(keys, rotate),
    listWebhookDeliveries: listDeliveries,
    redeliverWebhook: idempotent(keys, redeliver),
  } satisfies Operations
}

/** The contract lets nobody in who has none. */
function subjectOf(caller: Caller | undefined): string {
  if (!caller) throw new ApiError('AUTHENTICATION_REQUIRED', 'Send a bearer token.')
  return caller.subject
}

function pageOf<T>(all: readonly T[], request: PageRequest, show: (item: T) => unknown): OperationResult {
  const offset = offsetOf(request)
  const data = all.slice(offset, offset + request.limit).map(show)
  return {status: 200, data, pagination: paginationOf(request, all.length)}
}

/** Without secrets: they are told once. */
function shown({id, url, eventTypes, status, createdAt}: Webhook) {
  return {id, url, eventTypes, status, createdAt}
}

function shownSecret({value, activeFrom}: WebhookSecret) {
  return {secret: value, activeFrom: new Date(activeFrom).toISOString()}
}

function shownDelivery({id, event, status, tries, nextTryAt, responseStatus, error, createdAt}: Delivery) {
  return {
    id,
    eventId: event.id,
    eventType: event.eventType,
    status,
    tries,
    ...(status === 'pending' && {nextTryAt: new Date(nextTryAt).toISOString()}),
    ...(responseStatus !== undefined && {responseStatus}),
    ...(error !== undefined && {error}),
    createdAt,
  }
}
