import {z} from 'zod'
import {readEnvironment} from './platform/config/environment.js'
import {issuerRules, securitySettings} from './platform/config/security-settings.js'
import {platformSettings} from './platform/config/settings.js'

/** Everything that can be set from outside. `npm run env` writes `.env.example` from here. */
export const settingsSchema = z.object({
  ...platformSettings,
  ...securitySettings,
  DIRECTORY_URL: z
    .url({protocol: /^https?$/})
    .optional()
    .describe('Address of the member directory. Without it no owner can be looked up.'),
  EXAMPLE_DATA: z
    .stringbool()
    .default(false)
    .describe('Start with a few example work items, so that there is something to read.'),
})

export type Settings = z.output<typeof settingsSchema>

/** Throws a ConfigError that names everything that is wrong. */
export function readSettings(environment: Readonly<Record<string, string | undefined>>): Settings {
  return readEnvironment(settingsSchema, environment, issuerRules)
}
