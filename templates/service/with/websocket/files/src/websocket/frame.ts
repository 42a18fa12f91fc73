import {z} from 'zod'
import type {RequestContext} from '../platform/context/request-context.js'
import {failure, success} from '../platform/envelope/envelope.js'
import type {ApiError} from '../platform/errors/api-error.js'

const id = z.string().min(1).max(64)

const frameSchema = z.discriminatedUnion('type', [
  z.strictObject({type: z.literal('subscribe'), id, data: z.record(z.string(), z.unknown()).optional()}),
  z.strictObject({type: z.literal('unsubscribe'), id}),
  z.strictObject({type: z.literal('ping'), id: id.optional()}),
])

/** What a client says. `id` is its own name for a subscription, and is in every answer to it. */
export type ClientFrame = z.output<typeof frameSchema>

/** What the service says: the envelope of all its answers, with a type and the name of what it belongs to. */
export type FrameType = 'subscribed' | 'unsubscribed' | 'event' | 'error' | 'pong'

/** The frame that a text is; undefined when it is none. */
export function readFrame(text: string): ClientFrame | undefined {
  try {
    return frameSchema.safeParse(JSON.parse(text)).data
  } catch {
    return undefined
  }
}

export function frame(context: RequestContext, type: FrameType, id: string | undefined, data: unknown = {}): string {
  return JSON.stringify({type, ...(id !== undefined && {id}), ...success(context, data)})
}

export function errorFrame(context: RequestContext, id: string | undefined, {entries}: ApiError): string {
  return JSON.stringify({type: 'error', ...(id !== undefined && {id}), ...failure(context, entries)})
}
