import {z} from 'zod'
import {ApiError} from '../platform/errors/api-error.js'
import type {WorkItemEvent} from '../work-items/work-item-feed.js'
import type {WorkItems} from '../work-items/work-items.js'
import type {OpenEvents} from './socket-session.js'

const requestSchema = z.strictObject({
  /** Only what happens to this one. */
  workItemId: z.string().min(1).max(64).optional(),
  kinds: z.array(z.enum(['created', 'changed', 'removed'])).optional(),
})

/** What can be subscribed to: what happens to work items, to all or to one. */
export function workItemEvents(workItems: WorkItems): OpenEvents {
  return (request, _caller, signal) => {
    const {success, data, error} = requestSchema.safeParse(request)
    if (!success) {
      const field = error.issues[0]?.path.join('.') || 'data'
      throw new ApiError('VALIDATION_FAILED', `"${field}" is not what it may be here.`, {field})
    }
    const {workItemId, kinds} = data
    return pick(
      workItems.watch(signal),
      ({kind, workItem}) => (workItemId ?? workItem.id) === workItem.id && (kinds?.includes(kind) ?? true),
    )
  }
}

async function* pick(
  events: AsyncIterable<WorkItemEvent>,
  wanted: (event: WorkItemEvent) => boolean,
): AsyncGenerator<WorkItemEvent> {
  for await (const event of events) if (wanted(event)) yield event
}
