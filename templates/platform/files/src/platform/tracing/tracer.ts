import type {TraceParent} from '../context/trace-parent.js'

/** Values that a span is looked for by; names are those of OpenTelemetry's semantic conventions. */
export type SpanAttributes = Readonly<Record<string, string | number | undefined>>

/** Something that takes time within a trace. */
export interface Span {
  /** What goes out in its name has this as its parent. */
  readonly position: TraceParent
  end(outcome: SpanOutcome): void
}

export interface SpanOutcome {
  /** A better name than the one it began with. */
  readonly name?: string
  readonly failed: boolean
  readonly attributes?: SpanAttributes
}

export interface SpanBeginning {
  readonly name: string
  readonly kind: 'server' | 'client'
  /** Undefined where a trace begins. */
  readonly parent: TraceParent | undefined
  readonly attributes: SpanAttributes
}

/** Records spans. */
export interface Tracer {
  start(beginning: SpanBeginning): Span
}

let current: Tracer | undefined

/** The tracer of this process; undefined while nothing is recorded, which is the rule. */
export function currentTracer(): Tracer | undefined {
  return current
}

/** Everything from now on is recorded by this one. */
export function useTracer(tracer: Tracer | undefined): void {
  current = tracer
}
