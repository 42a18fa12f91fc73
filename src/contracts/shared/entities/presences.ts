import type {Presence} from '../entity.js'
import type {Member} from './dissent.js'

/** An event that tells what changed leaves out the rest, whatever it is. */
export function presenceOf({described, field}: Member): Presence {
  return described.name.isPartial ? 'unknown' : field.presence
}

const texts: Readonly<Record<Presence, string>> = {
  required: 'is always there',
  nullable: 'may be null',
  optional: 'may be missing',
  default: 'is never null',
  unknown: 'is there or not',
}

/** Whether a field is there, for messages, with its type as it is written. */
export function presenceText({described, field: {presence, written}}: Member): string {
  const isNull = presence === 'optional' && described.contract.document.api.language === 'graphql'
  return `${isNull ? texts.nullable : texts[presence]} (${written})`
}
