import {z} from 'zod'
import {percentiles} from '../engine/histogram.js'

const count = z.int().nonnegative()
const share = z.number().min(0).max(1)
const milliseconds = z.number().nonnegative().nullable()
const histogram = z.string().describe('HdrHistogram V2, compressed, in base64; microseconds with three digits.')

const latency = z
  .object({
    ...(Object.fromEntries(Object.keys(percentiles).map(key => [key, milliseconds])) as Record<
      keyof typeof percentiles,
      typeof milliseconds
    >),
    max: milliseconds,
    mean: milliseconds,
  })
  .describe('Milliseconds, to the microsecond; null where nothing was seen.')

const outcome = z.enum(['pass', 'fail', 'inconclusive', 'invalid'])

const place = z.object({line: count, column: count})

const location = z.object({path: z.string(), start: place, end: place})

const counts = {
  statuses: z.record(z.string().regex(/^[1-9]\d\d$/), count).describe('Answers by their status.'),
  errors: z.record(z.string(), count).describe('Requests without an answer by the code of the error.'),
  errorRate: share.nullable().describe('Share of the requests that failed.'),
  bytes: count.describe('Of all bodies.'),
  latency: z.object({response: latency, service: latency}),
}

const moment = z.object({
  at: count.describe('Seconds since the first answer.'),
  served: count.describe('Answers 1xx to 3xx.'),
  limited: count.describe('Answers 429.'),
  failed: count.describe('All other answers, and requests without one.'),
  unavailable: count.describe('Answers 503; they are counted as failed, too.'),
  p50: milliseconds,
  p95: milliseconds,
  max: milliseconds,
  refusedP95: milliseconds.describe('Of answers 429 and 503 alone.'),
  latencies: z.object({all: histogram, refused: histogram}).optional().describe('Of workers only.'),
})

const timing = z.object({
  requests: count,
  response: latency,
  service: latency,
  histograms: z.object({response: histogram, service: histogram}),
})

const operation = z.object({
  name: z.string(),
  operationId: z.string().optional(),
  weight: z.number().positive(),
  paths: z.array(z.string()).describe('What may be secret is hidden.'),
  preflight: z.int().nullable().describe('Status of the request that was sent before the load.'),
  requests: count,
  unsent: count.optional(),
  asExpected: count.optional().describe('Answers of 400 and above that a scenario expects: no errors.'),
  unexpected: count
    .optional()
    .describe('Answers that are not what a scenario expects; their classes are among the errors.'),
  ...z.object(counts).partial().shape,
  classes: z
    .partialRecord(z.enum(['given up', '1xx', '2xx', '3xx', '4xx', '5xx']), timing)
    .describe('By class of status; "given up" had no answer in time.'),
})

const iterations = z.object({
  scenario: z.string(),
  completed: count,
  failed: count.describe('A step went wrong, and those after it were not taken.'),
  unfinished: count.describe('Still under way when the run was over.'),
  duration: latency,
  histogram,
})

const threshold = z.object({
  text: z.string(),
  figure: z.string(),
  operation: z.string().optional(),
  limit: z.number().describe('Milliseconds, a share from 0 to 1, or requests per second.'),
  actual: z.number().nullable(),
  outcome,
  reason: z.string().optional(),
  location,
})

const change = z.object({before: z.number(), after: z.number(), factor: z.number(), atMost: z.number()})

const violation = z.object({
  operation: z.string(),
  status: count,
  at: z.string().describe('The place in the body, such as `data[].price`; empty for the answer as a whole.'),
  problem: z.string(),
  count: count.describe('Answers that had it.'),
  example: z
    .object({request: z.string(), contentType: z.string().nullable(), body: z.string(), took: z.number()})
    .describe('The first of them; what may be secret is hidden, and what is long is cut.'),
})

const conformance = z.object({judged: count, violations: z.array(violation)})

const finding = z.object({
  rule: z.string(),
  severity: z.enum(['error', 'warning', 'info']),
  message: z.string(),
  location,
  fix: z.string().optional(),
})

/** The JSON output of a load test, as `--format json` writes it and `merge` and `report` read it. */
export const resultSchema = z
  .object({
    outcome,
    summary: z.string(),
    findings: z.array(finding),
    totals: z.record(z.string(), count),
    version: z.literal(1).describe('Of this format.'),
    verdict: outcome,
    reasons: z.array(z.string()).describe('Why the run as a whole fails, or proves nothing.'),
    mode: z.enum(['slo', 'max']),
    engine: z.enum(['open loop', 'closed loop', 'autocannon closed loop']),
    target: z.object({
      name: z.string().optional(),
      url: z.url({protocol: /^https?$/}),
      address: z.string(),
      proxy: z.string().optional().describe('Through which it was loaded.'),
      headers: z.record(z.string(), z.string()).describe('Values that may be secret are hidden.'),
    }),
    plan: z.string().describe('The same for all runs of the same load.'),
    worker: z
      .object({index: count, of: z.int().positive(), startAt: count.describe('Milliseconds since 1970.')})
      .optional()
      .describe('Which part of a run it is, where several workers send it together.'),
    startedAt: z.iso.datetime(),
    warmUpSeconds: z.number().nonnegative().describe('From the start until figures were taken.'),
    durationSeconds: z.number().nonnegative(),
    interrupted: z.boolean(),
    abortedBy: z.string().optional(),
    stages: z.array(z.object({seconds: z.number(), from: z.number(), to: z.number()})),
    rate: z.object({asked: z.number().nullable(), achieved: z.number()}).describe('Requests per second.'),
    requests: z.object({
      planned: count,
      sent: count,
      completed: count.describe('Answered.'),
      unsent: count,
      sentInTime: count,
      answeredInTime: count,
    }),
    ...counts,
    timeline: z.array(moment),
    lag: latency.describe('How late the generator noticed that requests were due.'),
    waiting: z.object({requests: count, ...latency.shape}).describe('Of requests that waited for a connection.'),
    connections: z.object({
      protocol: z.enum(['HTTP/1.1', 'HTTP/2']),
      limit: count,
      peak: count,
      opened: count,
      busy: share,
    }),
    generator: z.object({processorSeconds: z.number().nonnegative()}),
    thresholds: z.array(threshold),
    notJudged: z.array(z.string()),
    conformance: conformance.optional().describe('Answers that were held against the contract.'),
    comparison: z
      .object({
        outcome: z.enum(['pass', 'fail', 'inconclusive']),
        runs: count,
        floor: change.optional().describe('Of the service time when nothing else has the processor.'),
        typical: change.optional(),
        tail: change.optional(),
        enoughSeconds: z.number().optional().describe('How long a run would be enough, where this one was not.'),
        text: z.string(),
      })
      .optional(),
    iterations: z.array(iterations).optional().describe('How often each scenario was played.'),
    doubts: z.array(z.string()).optional().describe('What else there is to doubt the run by.'),
    operations: z.array(operation),
    leftOut: z.array(z.object({operation: z.string(), reason: z.string()})),
    histograms: z.object({
      unit: z.literal('microseconds'),
      format: z.string(),
      percentiles: z.array(z.string()),
      response: histogram,
      service: histogram,
      lag: histogram,
      waiting: histogram,
    }),
  })
  .describe('Result of a load test by mesh.')

export type StoredResult = z.output<typeof resultSchema>
