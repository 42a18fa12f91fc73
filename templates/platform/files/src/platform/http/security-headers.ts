import helmet from '@fastify/helmet'
import type {FastifyInstance} from 'fastify'

/** Headers for an API that never answers with a page: nothing may be framed, sniffed or run. */
export async function installSecurityHeaders(app: FastifyInstance): Promise<void> {
  await app.register(helmet, {
    contentSecurityPolicy: {useDefaults: false, directives: {defaultSrc: ["'none'"], frameAncestors: ["'none'"]}},
    frameguard: {action: 'deny'},
    hsts: {maxAge: 31_536_000, includeSubDomains: true},
    referrerPolicy: {policy: 'no-referrer'},
    // Answers may be read by pages of the allowed origins; CORS decides which.
    crossOriginResourcePolicy: {policy: 'cross-origin'},
  })
}
