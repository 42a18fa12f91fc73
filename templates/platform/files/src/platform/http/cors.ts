import type {FastifyInstance} from 'fastify'

const allowed = [
  'Accept',
  'Authorization',
  'Content-Type',
  'Idempotency-Key',
  'If-Match',
  'If-None-Match',
  'Prefer',
  'traceparent',
  'X-API-Key',
  'X-App-Version',
  'X-Client-ID',
  'X-Correlation-ID',
  'X-Platform',
  'X-Request-ID',
]

const exposed = [
  'Deprecation',
  'ETag',
  'Idempotency-Replayed',
  'Link',
  'Location',
  'Preference-Applied',
  'RateLimit-Limit',
  'RateLimit-Remaining',
  'RateLimit-Reset',
  'Retry-After',
  'Sunset',
  'X-Correlation-ID',
  'X-Request-ID',
]

/** Pages of the listed origins may call; every other origin gets no permission at all. */
export async function installCors(app: FastifyInstance, origins: readonly string[]): Promise<void> {
  if (origins.length === 0) return
  const {default: cors} = await import('@fastify/cors')
  await app.register(cors, {
    origin: [...origins],
    credentials: true,
    methods: ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'],
    allowedHeaders: allowed,
    exposedHeaders: exposed,
    maxAge: 600,
    // What an address itself says to OPTIONS is said with it, and to those who are no page as well.
    preflightContinue: true,
    strictPreflight: false,
  })
}
