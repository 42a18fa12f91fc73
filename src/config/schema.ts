import {z} from 'zod'
import {settings} from '../core/rule.js'

/** What mesh.yaml may say. Every key has a description: the editor schema and the guide come from here. */
export const configSchema = z
  .strictObject({
    contracts: z
      .strictObject({
        include: z
          .array(z.string())
          .default(['**/*.{yaml,yml,json,proto,graphql,gql}'])
          .describe(
            'Globs of the files that may be contracts, from the folder of mesh.yaml. What they are is told by their content.',
          ),
        exclude: z
          .array(z.string())
          .default([])
          .describe('Globs of files that are not looked at, beside node_modules, dist, coverage and hidden folders.'),
      })
      .prefault({})
      .describe('Where the contracts are.'),
    lint: z
      .strictObject({
        rules: z
          .record(
            z.string(),
            z.union([z.enum(settings), z.tuple([z.enum(settings), z.record(z.string(), z.unknown())])]),
          )
          .default({})
          .describe(
            'Severity of a rule by its id, or a pair of severity and options: `openapi/path-style: [error, {allow: [news]}]`.',
          )
          .meta({title: 'map of severities, or of pairs of severity and options'}),
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
