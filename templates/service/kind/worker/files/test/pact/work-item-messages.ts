import {service} from '../../src/about.js'
import {eventMessage} from '../../src/messaging/event-message.js'
import {exampleWorkItems} from '../../src/work-items/example-work-items.js'
import {workItemChange} from '../../src/work-items/work-item-changes.js'
import type {WorkItemEvent} from '../../src/work-items/work-item-feed.js'
import type {MadeMessage, MessageMakers} from './message-makers.js'

/** A change as it would be published. */
async function published(kind: WorkItemEvent['kind']): Promise<MadeMessage> {
  const [workItem] = exampleWorkItems
  if (!workItem) throw new Error('There is no example.')
  const {headers, body} = eventMessage('any', workItemChange({kind, workItem}, service))
  return {
    __pactMessageMetadata: {...headers, contentType: 'application/json'},
    message: JSON.parse(Buffer.from(body).toString()),
  }
}

export const workItemMessages: MessageMakers = {
  'a work item that was created': () => published('created'),
  'a work item that was updated': () => published('changed'),
  'a work item that was deleted': () => published('removed'),
}
