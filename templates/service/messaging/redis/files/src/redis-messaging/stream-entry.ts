import type {Message} from '../platform/messaging/message.js'

/** A message of a stream, under the id that Redis gave it. */
export interface StreamEntry {
  readonly entryId: string
  readonly message: Message
}

/** The fields of a message, as XADD takes them. */
export function fieldsOf({id, key, headers, body}: Message): (string | Buffer)[] {
  const bytes = Buffer.from(body.buffer, body.byteOffset, body.byteLength)
  return ['id', id, 'key', key, 'headers', JSON.stringify(headers), 'body', bytes]
}

/** The entries in an answer of Redis; one that was trimmed away in the meantime is null there, and left out here. */
export function entriesIn(answer: unknown, topic: string): StreamEntry[] {
  return listOf(answer).flatMap(each => {
    const [entryId, fields] = listOf(each)
    if (entryId === undefined || !Array.isArray(fields)) return []
    return [{entryId: String(entryId), message: messageOf(fields, topic, String(entryId))}]
  })
}

/** An answer that is a list; anything else is an empty one. */
export function listOf(answer: unknown): readonly unknown[] {
  return Array.isArray(answer) ? answer : []
}

/** What others have written without an id or a key has that of its entry. */
function messageOf(fields: readonly unknown[], topic: string, entryId: string): Message {
  const values = new Map<string, Buffer>()
  for (let index = 0; index + 1 < fields.length; index += 2) {
    const value = fields[index + 1]
    if (Buffer.isBuffer(value)) values.set(String(fields[index]), value)
  }
  const textOf = (name: string) => values.get(name)?.toString() ?? ''
  const id = textOf('id') || entryId
  return {
    topic,
    id,
    key: textOf('key') || id,
    headers: headersOf(textOf('headers')),
    body: values.get('body') ?? Buffer.alloc(0),
  }
}

/** Somebody may have written into the stream by hand. */
function headersOf(text: string): Record<string, string> {
  try {
    const headers: unknown = JSON.parse(text)
    if (typeof headers !== 'object' || headers === null) return {}
    return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]))
  } catch {
    return {}
  }
}
