import {z} from 'zod'
import {type EnvironmentRule, readEnvironment, secret} from './platform/config/environment.js'
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
  RATE_LIMIT_ADDRESS: z
    .string()
    .regex(/^[1-9]\d*\/[1-9]\d*$/, 'Write calls/seconds, such as 10000/10')
    .default('10000/10')
    .describe('Calls/seconds of one address, before anything is known of the caller.'),
  REDIS_URL: secret(z.url({protocol: /^rediss?$/}).optional()).describe(
    'Shares rate limits among instances, such as redis://127.0.0.1:6379; needed for upstreams of kind registry.',
  ),
  REDIS_PREFIX: z
    .string()
    .default('mesh:')
    .describe('Before every key in Redis; the same as REGISTRY_PREFIX of services.'),
  REVOCATIONS: z
    .enum(['memory', 'redis'])
    .default('memory')
    .describe('Where revoked tokens are kept: by this instance until it ends, or in Redis for all instances.'),
})

const revocationRule: EnvironmentRule = ({REVOCATIONS, REDIS_URL}) =>
  REVOCATIONS === 'redis' && !REDIS_URL ? 'REDIS_URL is not set. It goes with REVOCATIONS=redis.' : undefined

export type Settings = z.output<typeof settingsSchema>

/** Throws a ConfigError that names everything that is wrong. */
export function readSettings(environment: Readonly<Record<string, string | undefined>>): Settings {
  return readEnvironment(settingsSchema, environment, [...issuerRules, revocationRule])
}
