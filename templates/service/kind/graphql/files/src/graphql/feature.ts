import {GRAPHQL_TRANSPORT_WS_PROTOCOL as protocol} from 'graphql-ws'
import {Gauge} from 'prom-client'
import {defineFeature} from '../feature.js'
import {installSocketRoute} from '../web-socket/socket-route.js'
import {createAccessCheck} from './access.js'
import {attachResolvers} from './attach-resolvers.js'
import {readGraphqlContract} from './contract.js'
import {checkDocuments, createDocumentSearch, readDocuments} from './documents.js'
import {installHttpRoute} from './http-route.js'
import {measured} from './operation-metrics.js'
import {openOperations} from './operations.js'
import {graphqlSettings} from './settings.js'
import {createSocketServer} from './socket-server.js'
import {workItemResolvers} from './work-item-resolvers.js'

/** Operations of one connection at a time. */
const mostAtOnce = 50

/** Bytes of a message; the same as of a request over HTTP. */
const largestMessage = 256 * 1024

/** contracts/schema.graphql at /graphql: requests over HTTP, and over WebSockets what goes on for longer. */
export const graphql = defineFeature({
  settings: graphqlSettings,
  async install({app, guard, idempotencyKeys, logger, metrics, settings, workItems}) {
    const {schema, limits} = readGraphqlContract(new URL('../../contracts/schema.graphql', import.meta.url))
    const checkAccess = createAccessCheck(schema)
    attachResolvers(schema, workItemResolvers(workItems), idempotencyKeys)
    const documents = readDocuments(new URL('../../contracts/operations/', import.meta.url))
    checkDocuments(documents, schema, limits)

    const {GRAPHQL_INTROSPECTION: wish, NODE_ENV} = settings
    const introspection = wish === 'auto' ? NODE_ENV !== 'production' : wish === 'on'
    const opened = await openOperations({app, schema, limits: {...limits, introspection}, checkAccess, logger})
    const operations = measured(opened, metrics.registry)
    const common = {
      guard,
      operations,
      findDocument: createDocumentSearch(documents, settings.GRAPHQL_DOCUMENTS === 'any'),
      workItems,
      logger,
    }
    installHttpRoute(app, common)
    const streams = new Gauge({
      name: 'graphql_subscriptions',
      help: 'Streams of events that are open now.',
      registers: [metrics.registry],
    })
    const server = createSocketServer({
      ...common,
      schema,
      most: mostAtOnce,
      timeout: settings.REQUEST_TIMEOUT,
      observe: count => streams.set(count),
    })
    // Operations over a socket, by the protocol of graphql-ws.
    const {close} = installSocketRoute(app, {
      path: '/graphql',
      allow: 'POST',
      protocol,
      largestMessage,
      most: settings.GRAPHQL_SOCKETS,
      origins: settings.CORS_ORIGINS,
      logger,
      // Who it is, is said by the first message: pages can set no headers.
      admit: () => undefined,
      serve: (socket, _nobody, request) => server.serve(socket, request),
      isBusy: server.isBusy,
      isQuiet: server.isQuiet,
    })
    return {close}
  },
})
