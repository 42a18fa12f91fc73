import {JsonEntity, namedEntities} from '../json/entities.js'
import type {ApiEntity} from '../shared/entity.js'
import type {AsyncApi, Message} from './model.js'
import {payloadProperties} from './payloads.js'

/** The members of an envelope in which the data of an event is: that of the standard, and that of CloudEvents. */
const holders = ['eventData', 'data']

/** Schemas with a name, and the data of events. */
export function entitiesOf(document: AsyncApi): ApiEntity[] {
  return [...namedEntities(document), ...document.messages.flatMap(message => dataOf(document, message))]
}

function dataOf(document: AsyncApi, message: Message): ApiEntity[] {
  const {name, title, payload = [], node} = message
  if (name === undefined || payload.length === 0) return []
  const data = holders.map(holder => payloadProperties(document, message, holder)[0]).find(each => each !== undefined)
  return [new JsonEntity(document, name, title, node, data ? data.schemas : payload)]
}
