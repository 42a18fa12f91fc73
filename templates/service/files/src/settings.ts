import {z} from 'zod'
import type {Feature} from './feature.js'
import * as registry from './features.js'
import {readEnvironment} from './platform/config/environment.js'
import {issuerRules, securitySettings} from './platform/config/security-settings.js'
import {platformSettings} from './platform/config/settings.js'

const features: readonly Feature[] = Object.values(registry)

const baseSchema = z.object({
  ...platformSettings,
  ...securitySettings,
  DIRECTORY_URL: z
    .url({protocol: /^https?$/})
    .optional()
    .describe('Address of the member directory. Without it no owner can be looked up.'),
  JOBS_AT_ONCE: z.coerce.number().int().min(1).default(4).describe('Jobs that are done at the same time.'),
  JOBS_WAITING: z.coerce
    .number()
    .int()
    .min(1)
    .default(100)
    .describe('Jobs that may wait beside them; more are refused with 503.'),
  EXAMPLE_DATA: z
    .stringbool()
    .default(false)
    .describe('Start with a few example work items, so that there is something to read.'),
})

/** What every part of the service may know; the settings of a feature are known to the feature. */
export type Settings = z.output<typeof baseSchema>

/** Everything that can be set from outside. `npm run env` writes `.env.example` from here. */
export const settingsSchema: z.ZodObject = baseSchema.extend(
  Object.assign({}, ...features.map(({settings}) => settings)),
)

/** Throws a ConfigError that names everything that is wrong. */
export function readSettings(environment: Readonly<Record<string, string | undefined>>): Settings {
  const rules = [...issuerRules, ...features.flatMap(feature => feature.rules ?? [])]
  return readEnvironment(settingsSchema, environment, rules) as Settings // The base is in the schema.
}
