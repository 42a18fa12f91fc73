import type {PlatformSettings} from '../config/settings.js'
import type {Closable} from '../lifecycle/shutdown.js'
import type {Logger} from '../logging/logger.js'
import {useTracer} from './tracer.js'

export interface TracingOptions {
  readonly settings: Pick<PlatformSettings, 'OTEL_EXPORTER_OTLP_ENDPOINT' | 'OTEL_TRACES_SAMPLER_ARG'>
  readonly service: string
  readonly version: string
  readonly logger: Logger
}

/** Sends spans to the endpoint of the settings. Without one nothing is recorded, and OpenTelemetry is not even loaded. */
export async function openTracing({settings, service, version, logger}: TracingOptions): Promise<Closable> {
  const {OTEL_EXPORTER_OTLP_ENDPOINT: endpoint, OTEL_TRACES_SAMPLER_ARG: ratio} = settings
  if (endpoint === undefined) return {close: async () => undefined}
  const {createOpenTelemetry} = await import('./open-telemetry.js')
  const {tracer, close} = createOpenTelemetry({endpoint, ratio, service, version, logger})
  useTracer(tracer)
  return {
    async close() {
      useTracer(undefined)
      await close()
    },
  }
}
