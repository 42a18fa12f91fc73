import {createMetrics} from '../../src/platform/metrics/metrics.js'
import {startGateway} from '../start-gateway.js'

const routes = `
routes:
  - name: orders
    prefix: /api/v1/orders
    upstream: http://127.0.0.1:1
`

/** What `/metrics` says of a gateway with one route, and of its process. */
export async function metricsText(): Promise<string> {
  const gateway = await startGateway(routes)
  try {
    const ofProcess = createMetrics({ofProcess: true})
    const texts = await Promise.all([gateway.metrics, ofProcess].map(({registry}) => registry.metrics()))
    return texts.join('\n')
  } finally {
    await gateway.close()
  }
}
