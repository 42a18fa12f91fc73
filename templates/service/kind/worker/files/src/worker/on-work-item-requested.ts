import type {EventHandler} from '../messaging/event-handler.js'
import type {WorkItemDraft} from '../work-items/work-item.js'
import type {WorkItems} from '../work-items/work-items.js'

/**
 * Makes the work item that somebody has asked for. Its id is that of the event: when the process dies between making it
 * and noting that, it is found the next time.
 */
export function onWorkItemRequested(workItems: WorkItems): EventHandler<WorkItemDraft> {
  return async ({eventId, eventData: {name, description, ownerId}}) => {
    const [made] = await workItems.getMany([eventId])
    if (made) return
    const draft = {name, ...(description !== undefined && {description}), ...(ownerId !== undefined && {ownerId})}
    await workItems.create(draft, eventId)
  }
}
