import {z} from 'zod'

const port = () => z.coerce.number().int().min(0).max(65_535)
const milliseconds = () => z.coerce.number().int().min(0)
/** `a, b` as a list. */
export const commaList = () =>
  z.string().transform(text =>
    text
      .split(',')
      .map(item => item.trim())
      .filter(Boolean),
  )

/** Settings of every service. Each has a description: `.env.example` is written from here. */
export const platformSettings = {
  NODE_ENV: z
    .enum(['development', 'test', 'production'])
    .default('development')
    .describe('development, test or production.'),
  HOST: z.string().default('0.0.0.0').describe('Address that is listened on.'),
  PORT: port().default(3000).describe('Port of the API; 0 takes any free one.'),
  METRICS_PORT: port()
    .default(9090)
    .describe('Port of /metrics, which stays inside the cluster; 0 takes any free one.'),
  LOG_LEVEL: z
    .enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'])
    .default('info')
    .describe('Least important messages that are logged.'),
  TRUST_PROXY: z
    .union([z.stringbool(), commaList()])
    .default(false)
    .describe('Proxies whose X-Forwarded-For counts: false, true for all, or their addresses such as 10.0.0.0/8.'),
  CORS_ORIGINS: commaList()
    .default([])
    .describe('Origins whose pages may call this service, separated by commas; none by default.'),
  BODY_LIMIT: z.coerce
    .number()
    .int()
    .min(1)
    .default(10 * 1024 * 1024)
    .describe('Largest body in bytes.'),
  REQUEST_TIMEOUT: milliseconds().default(30_000).describe('Longest time for one request in milliseconds.'),
  KEEP_ALIVE_TIMEOUT: milliseconds()
    .default(65_000)
    .describe('How long an idle connection stays open, in milliseconds: longer than the load balancer keeps it.'),
  MAX_EVENT_LOOP_DELAY: milliseconds()
    .default(1000)
    .describe('Delay of the event loop in milliseconds above which requests are refused with 503; 0 never refuses.'),
  SHUTDOWN_DRAIN: milliseconds()
    .default(0)
    .describe('Time in milliseconds between "not ready" and the last accepted request; about 5000 in a cluster.'),
  SHUTDOWN_LIMIT: milliseconds()
    .default(25_000)
    .describe('Time in milliseconds after which a shutdown ends whatever is still running.'),
  OTEL_EXPORTER_OTLP_ENDPOINT: z
    .url({protocol: /^https?$/})
    .optional()
    .describe(
      'Collector that gets spans by OTLP over HTTP, such as http://collector:4318; none are recorded without it.',
    ),
  OTEL_TRACES_SAMPLER_ARG: z.coerce
    .number()
    .min(0)
    .max(1)
    .default(1)
    .describe('Share of the traces beginning here that is recorded, such as 0.1.'),
  RESPONSE_CHECK: z
    .enum(['auto', 'fail', 'off'])
    .default('auto')
    .describe('Hold answers against the contract: fail, off, or auto, which is off in production.'),
} as const

export type PlatformSettings = z.output<z.ZodObject<typeof platformSettings>>
