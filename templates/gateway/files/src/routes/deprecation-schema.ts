import {z} from 'zod'
import {type Deprecation, describeDeprecation} from '../platform/contract/deprecation.js'

const form = 'must be a day such as 2027-06-30'

/** Milliseconds since 1970. */
const day = z.union([z.iso.date(form), z.iso.datetime({offset: true, error: form})], {error: form}).transform(value => {
  return new Date(value).getTime()
})

/** How a version of an API goes away. */
export const deprecationSchema = z
  .strictObject({
    since: day.describe('From when on callers are told.'),
    sunset: day.optional().describe('From when on there is no answer any more, but 410.'),
    successor: z
      .string()
      .regex(/^(\/|https:\/\/)\S*$/, 'must be a path or an address')
      .optional(),
  })
  .refine(({since, sunset}) => sunset === undefined || sunset > since, {
    error: 'must be later than "since"',
    path: ['sunset'],
  })
  .transform(
    ({since, sunset, successor}): Deprecation =>
      describeDeprecation({deprecatedAt: since, sunsetAt: sunset, successor}),
  )
