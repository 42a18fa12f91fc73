import {diag, ROOT_CONTEXT, SpanKind, SpanStatusCode, TraceFlags, trace} from '@opentelemetry/api'
import {OTLPTraceExporter} from '@opentelemetry/exporter-trace-otlp-http'
import {resourceFromAttributes} from '@opentelemetry/resources'
import {
  BatchSpanProcessor,
  ParentBasedSampler,
  TraceIdRatioBasedSampler,
  TracerProvider,
} from '@opentelemetry/sdk-trace'
import type {TraceParent} from '../context/trace-parent.js'
import type {Logger} from '../logging/logger.js'
import type {Tracer} from './tracer.js'

export interface OpenTelemetryOptions {
  /** Address of the collector, without /v1/traces. */
  readonly endpoint: string
  /** Share of the traces that begin here which is recorded, 0 to 1. */
  readonly ratio: number
  readonly service: string
  readonly version: string
  readonly logger: Logger
}

/** Milliseconds between two batches. */
const batchEvery = 2000

/** Milliseconds that the collector has for a batch, tries included; the last one must not hold up the end of the process. */
const patience = 2000

const kinds = {server: SpanKind.SERVER, client: SpanKind.CLIENT} as const

/** Spans in batches to a collector, by OTLP over HTTP. Whoever has begun a trace decides whether it is recorded. */
export function createOpenTelemetry(options: OpenTelemetryOptions): {tracer: Tracer; close(): Promise<void>} {
  const {endpoint, ratio, service, version, logger} = options
  const tell = (message: string) => logger.warn({endpoint, detail: message}, 'Spans do not reach the collector.')
  const silent = () => undefined
  diag.setLogger(
    {error: tell, warn: tell, info: silent, debug: silent, verbose: silent},
    {suppressOverrideMessage: true},
  )
  const exporter = new OTLPTraceExporter({url: `${endpoint.replace(/\/$/, '')}/v1/traces`, timeoutMillis: patience})
  const provider = new TracerProvider({
    resource: resourceFromAttributes({'service.name': service, 'service.version': version}),
    sampler: new ParentBasedSampler({root: new TraceIdRatioBasedSampler(ratio)}),
    spanProcessors: [new BatchSpanProcessor({exporter, scheduledDelayMillis: batchEvery})],
  })
  const recorder = provider.getTracer('platform')
  return {
    tracer: {
      start({name, kind, parent, attributes: known}) {
        const context = parent ? trace.setSpanContext(ROOT_CONTEXT, asContext(parent)) : ROOT_CONTEXT
        const span = recorder.startSpan(name, {kind: kinds[kind], attributes: {...known}}, context)
        const {traceId, spanId, traceFlags} = span.spanContext()
        return {
          position: {traceId, parentId: spanId, flags: traceFlags & TraceFlags.SAMPLED ? '01' : '00'},
          end({name: better, failed, attributes = {}}) {
            if (better !== undefined) span.updateName(better)
            span.setAttributes({...attributes})
            if (failed) span.setStatus({code: SpanStatusCode.ERROR})
            span.end()
          },
        }
      },
    },
    close: () => provider.shutdown().catch((error: unknown) => tell(String(error))),
  }
}

function asContext({traceId, parentId: spanId, flags}: TraceParent) {
  return {traceId, spanId, traceFlags: Number.parseInt(flags, 16) & TraceFlags.SAMPLED, isRemote: true}
}
