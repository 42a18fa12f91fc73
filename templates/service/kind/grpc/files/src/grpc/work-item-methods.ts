import {ApiError} from '../platform/errors/api-error.js'
import type {Call} from '../platform/grpc/call.js'
import type {Access, Methods} from '../platform/grpc/method.js'
import {once} from '../platform/grpc/once.js'
import {stops} from '../platform/grpc/streams.js'
import type {IdempotencyStore} from '../platform/idempotency/idempotency-store.js'
import type {WorkItem} from '../work-items/work-item.js'
import type {WorkItems} from '../work-items/work-items.js'
import {workItemEventMessage, workItemMessage} from './work-item-messages.js'
import {listWorkItems} from './work-item-pages.js'
import {type Refusal, refusalOf} from './work-item-refusal.js'
import {
  readCreateRequest,
  readDeleteRequest,
  readGetRequest,
  readListRequest,
  readUpdateRequest,
  readWatchRequest,
} from './work-item-requests.js'

const reads: Access = {scopes: ['work-items:read']}
const writes: Access = {scopes: ['work-items:write']}

/** Refusals that are told; of the others only the number is. */
const mostRefusals = 100

/** The rpcs of the contract. Each is a translation: the decisions are in WorkItems. */
export function workItemMethods(workItems: WorkItems, keys: IdempotencyStore): Methods {
  const create = async (input: object, call: Call): Promise<WorkItem> => {
    const {draft, requestId} = readCreateRequest(input)
    return once(keys, {call, requestId, request: draft, run: () => workItems.create(draft)})
  }
  const change = (input: object): Promise<WorkItem> => {
    const request = readUpdateRequest(input)
    return workItems.change(request.id, request.change, request.expected)
  }
  const remove = async (input: object): Promise<void> => {
    const {id, expected} = readDeleteRequest(input)
    await workItems.remove(id, expected)
  }

  return {
    ListWorkItems: {kind: 'unary', access: reads, run: input => listWorkItems(workItems, readListRequest(input))},
    GetWorkItem: {
      kind: 'unary',
      access: reads,
      run: async input => ({workItem: workItemMessage(await workItems.get(readGetRequest(input).id))}),
    },
    CreateWorkItem: {
      kind: 'unary',
      access: writes,
      run: async (input, call) => ({workItem: workItemMessage(await create(input, call))}),
    },
    UpdateWorkItem: {
      kind: 'unary',
      access: writes,
      run: async input => ({workItem: workItemMessage(await change(input))}),
    },
    DeleteWorkItem: {
      kind: 'unary',
      access: writes,
      run: async input => {
        await remove(input)
        return {}
      },
    },
    WatchWorkItems: {
      kind: 'download',
      access: reads,
      async *run(input, {context, stopping}) {
        const {ownerId} = readWatchRequest(input)
        for await (const event of workItems.watch(AbortSignal.any([context.signal, stopping]))) {
          if (ownerId === undefined || event.workItem.ownerId === ownerId) yield workItemEventMessage(event)
        }
        if (stopping.aborted) throw stops()
      },
    },
    UploadWorkItems: {
      kind: 'upload',
      access: writes,
      async run(inputs, call) {
        const refusals: Refusal[] = []
        let created = 0
        let index = 0
        for await (const input of inputs) {
          try {
            await create(draftOf(input), call)
            created += 1
          } catch (error) {
            refusals.push(refusalOf(error, index))
          }
          index += 1
        }
        return {created, refused: refusals.length, refusals: refusals.slice(0, mostRefusals)}
      },
    },
    SyncWorkItems: {
      kind: 'sync',
      access: writes,
      async *run(inputs, call) {
        let index = 0
        for await (const input of inputs) {
          yield await outcome(input, index, call)
          index += 1
        }
      },
    },
  }

  async function outcome(input: object, index: number, call: Call): Promise<object> {
    const {create: draft, update, delete: removal} = input as SyncMessage // By the contract.
    try {
      if (draft) return {index, workItem: workItemMessage(await create(draft, call))}
      if (update) return {index, workItem: workItemMessage(await change(update))}
      if (!removal) throw new ApiError('VALIDATION_FAILED', '"operation" is required.', {field: 'operation'})
      await remove(removal)
      return {index}
    } catch (error) {
      return {index, refusal: refusalOf(error, index)}
    }
  }
}

/** One of them, or none of a kind that is younger than this code. */
interface SyncMessage {
  readonly create?: object
  readonly update?: object
  readonly delete?: object
}

/** A message without its one field asks for nothing, which is refused as such. */
function draftOf(input: object): object {
  const {workItem} = input as {readonly workItem: object | null} // By the contract.
  return workItem ?? {requestId: '', name: ''}
}
