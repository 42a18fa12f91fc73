import {z} from 'zod'
import type {WorkItems} from '../work-items/work-items.js'
import type {EventHandlers} from './inbound-events.js'

const requested = z.object({
  name: z.string().min(1).max(100),
  description: z.string().max(1000).optional(),
  ownerId: z.string().min(1).max(64).optional(),
})

/** What this service does when something happens elsewhere. Each handler may be called twice for the same event. */
export function workItemEventHandlers(workItems: WorkItems): EventHandlers {
  return {
    /** Somebody wants a work item. Its id is that of the event, by which it is found when it was made already. */
    async WorkItemRequested({id, data}) {
      const {name, description, ownerId} = requested.parse(data)
      const [made] = await workItems.getMany([id])
      if (made) return
      const draft = {name, ...(description !== undefined && {description}), ...(ownerId !== undefined && {ownerId})}
      await workItems.create(draft, id)
    },
  }
}
