import {z} from 'zod'

// As much of Kong's declarative format, and of the schemas of its plugins, as the templates use; nothing else may stand there.

const milliseconds = z.int().min(1).max(2_147_483_646)
const texts = z.array(z.string()).min(1)
const redis = z.strictObject({host: z.string(), port: z.int(), password: z.string()})

const plugin = z.discriminatedUnion('name', [
  pluginOf('jwt', {key_claim_name: z.string(), claims_to_verify: z.array(z.enum(['exp', 'nbf']))}),
  pluginOf('openid-connect', {
    issuer: z.url(),
    auth_methods: z.array(z.enum(['bearer', 'session', 'password', 'client_credentials', 'introspection'])),
    audience_required: texts,
    consumer_optional: z.boolean(),
    credential_claim: texts,
  }),
  pluginOf('rate-limiting', {
    minute: z.int().min(1),
    hour: z.int().min(1),
    limit_by: z.enum(['consumer', 'credential', 'ip', 'service', 'header', 'path', 'consumer-group']),
    policy: z.literal('redis'),
    fault_tolerant: z.boolean(),
    redis,
  }),
  pluginOf('rate-limiting-advanced', {
    identifier: z.enum(['consumer', 'credential', 'ip', 'service', 'header', 'path', 'consumer-group']),
    limit: z.array(z.int().min(1)),
    window_size: z.array(z.int().min(1)),
    window_type: z.enum(['fixed', 'sliding']),
    strategy: z.enum(['cluster', 'redis', 'local']),
    sync_rate: z.number(),
    redis,
  }),
  pluginOf('request-size-limiting', {
    allowed_payload_size: z.int(),
    size_unit: z.enum(['megabytes', 'kilobytes', 'bytes']),
  }),
  pluginOf('cors', {
    origins: texts,
    credentials: z.boolean(),
    max_age: z.int(),
    methods: texts,
    headers: texts,
    exposed_headers: texts,
  }),
  pluginOf('correlation-id', {
    header_name: z.string(),
    generator: z.enum(['uuid', 'uuid#counter', 'tracker']),
    echo_downstream: z.boolean(),
  }),
  pluginOf('request-transformer', {remove: z.strictObject({headers: texts})}),
  pluginOf('prometheus', {
    status_code_metrics: z.boolean(),
    latency_metrics: z.boolean(),
    per_consumer: z.boolean(),
  }),
  pluginOf('opentelemetry', {endpoint: z.url()}),
])

function pluginOf<Name extends string, Config extends z.ZodRawShape>(name: Name, config: Config) {
  return z.strictObject({name: z.literal(name), config: z.strictObject(config)})
}

const route = z
  .strictObject({
    name: z.string(),
    service: z.strictObject({name: z.string()}),
    tags: texts,
    protocols: z.array(z.enum(['http', 'https', 'grpc', 'grpcs'])).min(1),
    paths: z.array(z.string().regex(/^~?\//)).min(1),
    methods: z.array(z.string().regex(/^[A-Z]+$/)).optional(),
    strip_path: z.literal(false),
  })
  // Kong refuses methods on routes of gRPC.
  .refine(({protocols, methods}) => protocols.some(each => each.startsWith('grpc')) === (methods === undefined))

/** A declarative file of Kong, as the templates write it. */
export const kongFile = z.strictObject({
  _format_version: z.literal('3.0'),
  _info: z.strictObject({select_tags: texts}),
  services: z
    .array(
      z.strictObject({
        name: z.string(),
        url: z.url(),
        connect_timeout: milliseconds,
        read_timeout: milliseconds,
        write_timeout: milliseconds,
        retries: z.int().min(0).max(32_767),
        plugins: z.array(plugin),
      }),
    )
    .min(1),
  consumers: z
    .array(
      z.strictObject({
        username: z.string(),
        jwt_secrets: z.array(
          z.strictObject({key: z.string(), algorithm: z.literal('RS256'), rsa_public_key: z.string()}),
        ),
      }),
    )
    .optional(),
  routes: z.array(route).min(1),
})
