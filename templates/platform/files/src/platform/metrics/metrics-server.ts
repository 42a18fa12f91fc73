import {createServer, type Server} from 'node:http'
import type {AddressInfo} from 'node:net'
import type {Logger} from '../logging/logger.js'
import type {Metrics} from './metrics.js'

/** `/metrics` on a port of its own, so that no route of the API can make it public. */
export interface MetricsServer {
  readonly port: number
  close(): Promise<void>
}

export interface MetricsServerOptions {
  readonly metrics: Metrics
  readonly host: string
  /** 0 takes any free port. */
  readonly port: number
  /** Take any free port when the wanted one is busy: several services run on one developer's machine. */
  readonly moveWhenBusy: boolean
  readonly logger: Logger
}

export async function startMetricsServer(options: MetricsServerOptions): Promise<MetricsServer> {
  const {metrics, host, port, moveWhenBusy, logger} = options
  const server = createServer(async (request, response) => {
    const [path] = (request.url ?? '').split('?')
    if (path !== '/metrics' || request.method !== 'GET') return response.writeHead(404).end()
    const text = await metrics.registry.metrics()
    return response.writeHead(200, {'content-type': metrics.registry.contentType}).end(text)
  })
  try {
    await listen(server, host, port)
  } catch (error) {
    if (!moveWhenBusy || !isBusy(error)) throw error
    logger.warn(`Port ${port} is taken, so the metrics move to another one.`)
    await listen(server, host, 0)
  }
  // A server that listens on a TCP port has an address object.
  const bound = (server.address() as AddressInfo).port
  logger.info(`Metrics at http://${host}:${bound}/metrics.`)
  return {port: bound, close: () => close(server)}
}

function listen(server: Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, () => {
      server.off('error', reject)
      resolve()
    })
  })
}

function close(server: Server): Promise<void> {
  return new Promise(resolve => {
    server.close(() => resolve())
    server.closeAllConnections()
  })
}

function isBusy(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'EADDRINUSE'
}
