import {z} from 'zod'
import {readRateLimits, standardClasses, variableOf} from '../rate-limit/classes.js'
import type {EnvironmentRule} from './environment.js'

/** The variable of each class of the standard, checked as it will be read. */
const rateLimits = Object.fromEntries(
  Object.entries(standardClasses).map(([name, windows]) => [
    variableOf(name),
    z
      .string()
      .regex(/^\s*[1-9]\d*\/[1-9]\d*\s*(,\s*[1-9]\d*\/[1-9]\d*\s*)*$/, 'Write calls/seconds, such as 100/60,1000/900')
      .default(windows.map(({limit, windowSeconds}) => `${limit}/${windowSeconds}`).join(','))
      .describe(`Rate limits of the class "${name}": calls/seconds, with a comma between windows.`),
  ]),
)

/** Who is believed and how often they may call. */
export const securitySettings = {
  JWKS_URL: z
    .url({protocol: /^https?$/})
    .optional()
    .describe(
      'Address of the public keys of the token issuer. Without it, outside production, a development issuer is used.',
    ),
  JWT_ISSUER: z.string().optional().describe('The "iss" that tokens must have; needed with JWKS_URL.'),
  JWT_AUDIENCE: z.string().optional().describe('The "aud" that tokens must have; needed with JWKS_URL.'),
  DEV_ISSUER_FILE: z
    .string()
    .default('.mesh/dev-issuer.json')
    .describe('Key of the development issuer; programs that share the file accept the same tokens.'),
  API_KEYS_FILE: z.string().optional().describe('JSON file of hashed API keys; without it none are accepted.'),
  ...(rateLimits as Readonly<Record<`RATE_LIMIT_${string}`, z.ZodDefault<z.ZodString>>>), // Names come from variableOf.
} as const

export type SecuritySettings = z.output<z.ZodObject<typeof securitySettings>>

/** The development issuer signs with a key on the disk, so production must name a real one, completely. */
export const issuerRules: readonly EnvironmentRule[] = [
  ({NODE_ENV, JWKS_URL}) =>
    NODE_ENV === 'production' && !JWKS_URL ? 'JWKS_URL is not set. Production needs a real token issuer.' : undefined,
  ({JWKS_URL, JWT_ISSUER}) => (JWKS_URL && !JWT_ISSUER ? 'JWT_ISSUER is not set. It goes with JWKS_URL.' : undefined),
  ({JWKS_URL, JWT_AUDIENCE}) =>
    JWKS_URL && !JWT_AUDIENCE ? 'JWT_AUDIENCE is not set. It goes with JWKS_URL.' : undefined,
]

/** The limits that the settings name. */
export function rateLimitsOf(settings: SecuritySettings) {
  return readRateLimits(settings as Readonly<Record<string, string | undefined>>) // Every member is text or missing.
}
