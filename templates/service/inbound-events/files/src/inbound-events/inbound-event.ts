import {z} from 'zod'

const schema = z.object({
  id: z.string().min(1).max(128),
  eventType: z.string().min(1).max(128),
  schemaVersion: z.string().min(1).max(16),
  timestamp: z.iso.datetime({offset: true}),
  data: z.record(z.string(), z.unknown()),
})

/** Something that has happened elsewhere, in the form of the standard's webhooks. */
export type InboundEvent = Readonly<z.output<typeof schema>>

/** The event that a value is; undefined when it is none. Members that nobody knows are left out. */
export function readInboundEvent(value: unknown): InboundEvent | undefined {
  return schema.safeParse(value).data
}
