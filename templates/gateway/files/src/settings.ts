import {z} from 'zod'
import {readEnvironment} from './platform/config/environment.js'
import {issuerRules, securitySettings} from './platform/config/security-settings.js'
import {platformSettings} from './platform/config/settings.js'

/** Everything that can be set from outside, beside the routes. `npm run env` writes `.env.example` from here. */
export const settingsSchema = z.object({
  ...platformSettings,
  ...securitySettings,
  GATEWAY_FILE: z.string().default('gateway.yaml').describe('The file of routes.'),
})

export type Settings = z.output<typeof settingsSchema>

/** Throws a ConfigError that names everything that is wrong. */
export function readSettings(environment: Readonly<Record<string, string | undefined>>): Settings {
  return readEnvironment(settingsSchema, environment, issuerRules)
}
