import {z} from 'zod'
import {readRequest} from '../platform/grpc/read-request.js'
import type {ExpectedVersion} from '../platform/locking/expected-version.js'
import {expectedVersion} from '../platform/locking/expected-version.js'
import type {WorkItemChange, WorkItemDraft} from '../work-items/work-item.js'

// What the comments of the contract say about values: protobuf itself only knows types. Fields that are not set have
// their default, such as "" and 0; those that are `optional` are not there.

const name = z.string().min(1).max(100)
const description = z.string().max(1000).optional()
const ownerId = z.string().min(1).max(64).optional()
const id = z.string().min(1).max(64)
const etag = z.string().max(64)

const list = z.object({
  page: z
    .number()
    .int()
    .min(0)
    .max(1_000_000)
    .transform(page => page || 1),
  limit: z
    .number()
    .int()
    .min(0)
    .max(100)
    .transform(limit => limit || 20),
  pageToken: z.string().max(1000),
  ownerId,
  name: z.string().max(100).optional(),
})

const one = z.object({id})

const create = z.object({requestId: z.string().max(255), name, description, ownerId})

const update = z.object({
  workItem: z.object({id, name: z.string().max(100), description, version: z.number().int().min(0), etag}),
  updateMask: z.object({paths: z.array(z.enum(['name', 'description', '*']))}).nullish(),
})

const removal = z.object({id, etag})

const watch = z.object({ownerId})

export const readListRequest = (input: object) => readRequest(list, input)

export const readGetRequest = (input: object) => readRequest(one, input)

export const readWatchRequest = (input: object) => readRequest(watch, input)

/** A draft, and what makes its repetitions known. */
export function readCreateRequest(input: object): {readonly draft: WorkItemDraft; readonly requestId: string} {
  const {requestId, name, description, ownerId} = readRequest(create, input)
  const draft = {name, ...(description !== undefined && {description}), ...(ownerId !== undefined && {ownerId})}
  return {draft, requestId}
}

/** A change of the fields that the mask names, and the version that it is meant for. */
export function readUpdateRequest(input: object): {
  readonly id: string
  readonly change: WorkItemChange
  readonly expected: ExpectedVersion
} {
  const {workItem, updateMask} = readRequest(update, input)
  const paths = updateMask?.paths ?? []
  const means = (path: 'name' | 'description', isSet: boolean) =>
    paths.length === 0 ? isSet : paths.includes(path) || paths.includes('*')
  const changesName = means('name', workItem.name !== '')
  if (changesName) readRequest(z.object({workItem: z.object({name})}), input)
  return {
    id: workItem.id,
    change: {
      ...(changesName && {name: workItem.name}),
      ...(means('description', workItem.description !== undefined) && {description: workItem.description ?? null}),
    },
    expected: expectedVersion({
      body: workItem.version === 0 ? undefined : workItem.version,
      ifMatch: workItem.etag === '' ? undefined : workItem.etag,
    }),
  }
}

export function readDeleteRequest(input: object): {
  readonly id: string
  readonly expected: ExpectedVersion | undefined
} {
  const {id, etag} = readRequest(removal, input)
  return {id, expected: etag === '' ? undefined : expectedVersion({ifMatch: etag})}
}
