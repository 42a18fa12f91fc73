import type {FastifyInstance} from 'fastify'

/** For an API that never answers with a page: nothing may be framed, sniffed or run. */
const headers = {
  'content-security-policy': "default-src 'none';frame-ancestors 'none'",
  // Answers may be read by pages of the allowed origins; CORS decides which.
  'cross-origin-resource-policy': 'cross-origin',
  'referrer-policy': 'no-referrer',
  'strict-transport-security': 'max-age=31536000; includeSubDomains',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  // The filter of old browsers made holes of its own.
  'x-xss-protection': '0',
}

/** They are always the same, so that nothing has to be worked out for a request. */
export function installSecurityHeaders(app: FastifyInstance): void {
  app.addHook('onRequest', (_request, reply, done) => {
    reply.headers(headers)
    done()
  })
}
