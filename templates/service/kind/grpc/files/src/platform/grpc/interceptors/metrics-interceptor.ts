import type {ServerInterceptor} from '@grpc/grpc-js'
import {Gauge, Histogram, type Registry} from 'prom-client'
import {createTally} from '../../metrics/tally.js'
import {bounds} from '../../metrics/timing.js'
import {statusName} from '../status-codes.js'
import {type CallType, endInterceptor} from './end-interceptor.js'

/** Counts and times every call, under the names that dashboards for gRPC know. */
export function metricsInterceptor(registry: Registry): ServerInterceptor {
  const about = ['grpc_service', 'grpc_method', 'grpc_type']
  const started = createTally({
    name: 'grpc_server_started_total',
    help: 'Calls that came in.',
    labels: about,
    registry,
  })
  const handled = createTally({
    name: 'grpc_server_handled_total',
    help: 'Calls that are over, by their status.',
    labels: [...about, 'grpc_code', 'platform'],
    registry,
  })
  const seconds = new Histogram({
    name: 'grpc_server_handling_seconds',
    help: 'Time from the arrival of a call to its status.',
    labelNames: about,
    buckets: [...bounds],
    registers: [registry],
  })
  const inFlight = new Gauge({
    name: 'grpc_server_in_flight',
    help: 'Calls that are being served now.',
    registers: [registry],
  })
  const labels = (path: string, type: CallType): [string, string, string] => {
    const [, service = '', method = ''] = path.split('/')
    return [service, method, type]
  }
  return endInterceptor({
    begin(path, type) {
      inFlight.inc()
      started.count(...labels(path, type))
    },
    end({call: {context, path}, type, status}) {
      const [service, method] = labels(path, type)
      inFlight.dec()
      handled.count(service, method, type, statusName(status), context.platform)
      const took = (performance.now() - context.startedAt) / 1000
      seconds.observe({grpc_service: service, grpc_method: method, grpc_type: type}, took)
    },
  })
}
