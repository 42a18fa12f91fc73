import {z} from 'zod'

/** The keys that a schema has at a place; none where there are several forms to choose from. */
export function knownKeys(schema: z.core.$ZodType, path: readonly PropertyKey[]): readonly string[] {
  const [key, ...rest] = path
  if (schema instanceof z.ZodOptional) return knownKeys(schema.unwrap(), path)
  if (schema instanceof z.ZodPipe) return knownKeys(schema.in, path)
  if (schema instanceof z.ZodArray) return knownKeys(schema.element, rest)
  if (schema instanceof z.ZodRecord) return knownKeys(schema.valueType, rest)
  if (!(schema instanceof z.ZodObject)) return []
  if (key === undefined) return Object.keys(schema.shape)
  const member: z.core.$ZodType | undefined = schema.shape[String(key)]
  return member ? knownKeys(member, rest) : []
}
