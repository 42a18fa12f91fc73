import {z} from 'zod'
import {severities} from '../core/finding.js'
import {settings} from '../core/rule.js'
import {authSchema} from './auth-schema.js'

const rulesSchema = z
  .record(z.string(), z.union([z.enum(settings), z.tuple([z.enum(settings), z.record(z.string(), z.unknown())])]))
  .meta({title: 'map of severities, or of pairs of severity and options'})

const overridesSchema = z
  .array(z.strictObject({files: z.array(z.string()).min(1), rules: rulesSchema}))
  .meta({title: 'list of `{files, rules}`'})

/** A file that `lint.extends` names. */
export const sharedSettingsSchema = z.strictObject({
  extends: z.union([z.string(), z.array(z.string())]).default([]),
  rules: rulesSchema.default({}),
  overrides: overridesSchema.default([]),
})

/** What may fail a run of `mesh lint`. */
export const failOn = [...severities, 'never'] as const

/** What a target may be sent at most. */
const limitsSchema = z.strictObject({
  rate: z.number().positive().default(2000).describe('Requests per second.'),
  duration: z.string().default('1h').describe('How long requests are sent, such as `10m`.'),
  requests: z.int().positive().default(5_000_000).describe('Requests of one run.'),
  connections: z.int().positive().default(1000).describe('Connections that are open at once.'),
})

/** What mesh.yaml may say. Every key has a description: the editor schema and the guide come from here. */
export const configSchema = z
  .strictObject({
    contracts: z
      .strictObject({
        include: z
          .array(z.string())
          .default(['**/*.{yaml,yml,json,proto,graphql,gql,graphqls}'])
          .describe(
            'Globs of the files that may be contracts, from the folder of mesh.yaml. What they are is told by their content.',
          ),
        exclude: z
          .array(z.string())
          .default([])
          .describe(
            'Globs of files that are not looked at, beside node_modules, dist, coverage, hidden folders and what git ignores.',
          ),
      })
      .prefault({})
      .describe('Where the contracts are.'),
    manifests: z
      .strictObject({
        include: z
          .array(z.string())
          .default(['**/*.{yaml,yml,json}'])
          .describe(
            'Globs of the files that `mesh lint manifests` looks at, from the folder of mesh.yaml. What they are is told by their content.',
          ),
        exclude: z
          .array(z.string())
          .default([])
          .describe('Globs of files that it does not look at, beside those that are left out for contracts.'),
      })
      .prefault({})
      .describe('Where the files are by which services are deployed.'),
    lint: z
      .strictObject({
        extends: z
          .union([z.string(), z.array(z.string())])
          .default(['mesh:standard'])
          .describe(
            'What is built upon: the presets `mesh:standard` (the standard and what is plainly broken), `mesh:recommended` (hygiene only), `mesh:minimal` (what is plainly broken) and `mesh:all`, and files of the repository with `extends`, `rules` and `overrides` of their own.',
          )
          .meta({title: 'text, or list of texts'}),
        rules: rulesSchema
          .default({})
          .describe(
            'Severity of a rule by its id, or a pair of severity and options: `openapi/path-style: [error, {allow: [news]}]`.',
          ),
        overrides: overridesSchema
          .default([])
          .describe('Rules that are set otherwise for some files; the last one that matches counts.'),
        customRules: z
          .array(z.string())
          .default([])
          .describe(
            'Globs of files with rules of your own, such as `mesh-rules/*/*.mjs`: their folder is the kind of contract, their name that of the rule. They are run as code.',
          ),
        ignore: z
          .array(z.string())
          .default([])
          .describe('Globs of files about which nothing is told, even when another contract refers to them.'),
        failOn: z
          .enum(failOn)
          .default('error')
          .describe('The least severity of a finding that fails the run, or `never`.'),
        minScore: z
          .number()
          .min(0)
          .max(100)
          .optional()
          .describe('The compliance score, in percent of the elements of contracts, below which a run fails.'),
        maxWarnings: z.int().min(0).optional().describe('More warnings than these fail the run.'),
        exemptPaths: z
          .array(z.string())
          .default(['/health', '/ready', '/metrics', '/graphql', '/oauth/token'])
          .describe(
            'OpenAPI paths outside the standard: no version, envelope, security or rate limit is asked of them.',
          ),
        allowRemote: z
          .boolean()
          .default(false)
          .describe(
            'Fetch `$ref`s to http and https addresses. Off by default: a contract should not reach into the network.',
          ),
        privateHosts: z
          .array(z.string())
          .default([])
          .describe(
            'Hosts that such `$ref`s may lead to although their address is a private one, with the port: `schemas.internal:8080`. Others are refused, so that a contract cannot ask what only the machine of the pipeline reaches.',
          ),
      })
      .prefault({})
      .describe('How `mesh lint` judges.'),
    pact: z
      .strictObject({
        folder: z
          .string()
          .default('pacts')
          .describe('Where `mesh pact test` writes pact files and `mesh pact verify` looks for them.'),
        provider: z.string().optional().describe('The name of this service as a provider.'),
        contracts: z
          .record(z.string(), z.union([z.string(), z.array(z.string())]))
          .default({})
          .describe('The contracts of providers by their names, for `mesh pact check`: one file or several.'),
        broker: z
          .url({protocol: /^https?$/})
          .optional()
          .describe('The Pact Broker, such as https://broker.example.com; PACT_BROKER_BASE_URL names it, too.'),
        start: z
          .string()
          .optional()
          .describe('The command that starts this service for verification; it listens on the port in PORT.'),
        ready: z.string().default('/ready').describe('The path that answers 2xx once the service can be verified.'),
        states: z
          .string()
          .optional()
          .describe(
            'A module whose exports are provider state handlers, a URL that states are posted to, or a path of the provider for it such as /_pact/states.',
          ),
      })
      .prefault({})
      .describe('How `mesh pact` tests and verifies.'),
    loadtest: z
      .strictObject({
        targets: z
          .record(
            z.string(),
            z.strictObject({
              url: z.url().describe('The address that is loaded, such as https://staging.example.com.'),
              contract: z.string().optional().describe('The OpenAPI file whose operations are the mix of requests.'),
              headers: z
                .record(z.string(), z.string())
                .default({})
                .describe('Headers of every request; `${NAME}` takes a value from the environment.'),
              auth: authSchema.optional().describe('How requests prove who sends them; exactly one way.'),
              limits: limitsSchema.prefault({}).describe('What may be sent to it at most; this machine has no limits.'),
              tls: z
                .strictObject({
                  ca: z.string().optional().describe('A file of certificates of authorities that are trusted, too.'),
                  cert: z.string().optional().describe('A file with the certificate that mesh shows.'),
                  key: z.string().optional().describe('A file with its key.'),
                })
                .optional()
                .describe('How connections are made sure of; files are in PEM, from the folder of mesh.yaml.'),
            }),
          )
          .default({})
          .describe('What may be loaded beside this machine, by name.'),
        thresholds: z.array(z.string()).default([]).describe('Objectives such as `p95<50ms` or `errors<0.1%`.'),
      })
      .prefault({})
      .describe('What `mesh loadtest` may load and what it demands.'),
  })
  .describe('Configuration of mesh, in mesh.yaml beside package.json.')

export type Config = z.output<typeof configSchema>
