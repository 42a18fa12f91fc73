import {z} from 'zod'
import {readEnvironment, secret} from './platform/config/environment.js'
import {issuerRules, securitySettings} from './platform/config/security-settings.js'
import {commaList, platformSettings} from './platform/config/settings.js'

/** Everything that can be set from outside, beside the routes. `npm run env` writes `.env.example` from here. */
export const settingsSchema = z.object({
  ...platformSettings,
  ...securitySettings,
  GATEWAY_FILE: z.string().default('gateway.yaml').describe('The file of routes.'),
  DNS_SERVERS: commaList()
    .default([])
    .describe('Asked for upstreams of kind dns and srv, such as 10.0.0.53:53; left out, those of the machine.'),
  REDIS_URL: secret(z.url({protocol: /^rediss?$/}).optional()).describe(
    'Needed for upstreams of kind registry, such as redis://127.0.0.1:6379.',
  ),
  REDIS_PREFIX: z.string().default('').describe('Before every key in Redis.'),
})

export type Settings = z.output<typeof settingsSchema>

/** Throws a ConfigError that names everything that is wrong. */
export function readSettings(environment: Readonly<Record<string, string | undefined>>): Settings {
  return readEnvironment(settingsSchema, environment, issuerRules)
}
