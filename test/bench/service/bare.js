// Fastify with the one operation that is measured, by the same schemas, and with nothing else: the peer of the service.
import {fastify, LogController} from 'fastify'
import {pino} from 'pino'

const text = {type: 'string'}
const item = {
  type: 'object',
  additionalProperties: false,
  required: ['id', 'name', 'version', 'createdAt', 'updatedAt'],
  properties: {
    id: {type: 'string', format: 'uuid'},
    name: {type: 'string', minLength: 1, maxLength: 100},
    description: {type: 'string', maxLength: 1000},
    ownerId: {type: 'string', minLength: 1, maxLength: 64},
    version: {type: 'integer', minimum: 1},
    createdAt: {type: 'string', format: 'date-time'},
    updatedAt: {type: 'string', format: 'date-time'},
  },
}
const meta = {
  type: 'object',
  additionalProperties: false,
  required: ['requestId', 'timestamp', 'version', 'platform', 'processingTime'],
  properties: {requestId: text, timestamp: text, version: text, platform: text, processingTime: {type: 'number'}},
}
const createdAt = '2026-01-31T10:00:00.000Z'
const id = '00000000-0000-4000-8000-000000000001'
const items = new Map([[id, {id, name: 'First order', version: 1, createdAt, updatedAt: createdAt}]])

const logged = process.env.REQUEST_LOG === 'true'
const destination = pino.destination({sync: false, minLength: 16_000, periodicFlush: 100})
const app = fastify({
  // One line when a request is over says all that two lines would.
  ...(logged && {loggerInstance: pino(destination), logController: new LogController({disableRequestLogging: true})}),
})
if (logged) {
  app.addHook('onResponse', async (request, reply) => {
    const {id, method, url} = request
    request.log.info({id, method, url, status: reply.statusCode, took: reply.elapsedTime}, 'Request served.')
  })
}
app.get('/api/v1/orders/:orderId', {
  schema: {
    params: {
      type: 'object',
      required: ['orderId'],
      properties: {orderId: {type: 'string', minLength: 1, maxLength: 64}},
    },
    headers: {
      type: 'object',
      properties: {
        'x-request-id': text,
        'x-correlation-id': text,
        'x-platform': text,
        'x-app-version': text,
        'x-client-id': text,
        'if-none-match': text,
      },
    },
    response: {200: {type: 'object', required: ['data', 'meta'], properties: {data: item, meta}}},
  },
  handler: async request => ({
    data: items.get(request.params.orderId),
    meta: {
      requestId: request.id,
      timestamp: new Date().toISOString(),
      version: 'v1',
      platform: 'service',
      processingTime: 0.1,
    },
  }),
})
const address = await app.listen({host: '127.0.0.1', port: 0})
console.log(`Server listening at ${address}"`)
