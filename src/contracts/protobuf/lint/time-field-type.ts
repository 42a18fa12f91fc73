import {type Field, lintRule} from '../model.js'
import {typeOf} from '../spans.js'

const integer = /^(?:s?u?int|s?fixed)(?:32|64)$|^(?:double|float)$/

/** Names of points in time, those of the standard left out, which has a rule of its own for them, and numbers of days. */
const point = /^(?!.*(?:since|until|days|hours|minutes|seconds)_)(?:.*_)?(?:time|datetime|date_time)$/

/** Names of lengths of time, and the units in which they would be counted. */
const length =
  /(?:^|_)(?:duration|timeout|ttl|interval|delay|latency)(?:_(?:s|ms|us|ns|sec|secs|seconds|millis|milliseconds|micros|microseconds|nanos|nanoseconds|minutes|hours|days))?$/

export default lintRule({
  summary: 'Require Timestamp and Duration for times',
  why: 'An integer does not say whether it counts seconds or milliseconds, nor since when; the two types say it, keep nanoseconds and have helpers in every language.',
  fix: 'Use `google.protobuf.Timestamp` for a point in time and `google.protobuf.Duration` for a length of time, without a unit in the name.',
  severity: 'warning',
  presets: ['recommended'],
  examples: {
    valid: [
      `
syntax = "proto3";
import "google/protobuf/duration.proto";
import "google/protobuf/timestamp.proto";
message Job { google.protobuf.Timestamp start_time = 1; google.protobuf.Duration timeout = 2; }
`,
      `
syntax = "proto3";
message Job { int64 created_at = 1; int32 runtime = 2; string time = 3; int32 days_since_start_time = 4; } // None is a point in time in an integer, but the first, which the standard judges.
`,
    ],
    invalid: [
      `
syntax = "proto3";
message Job {
  int64 start_time = 1; // want: Field "start_time" is int64; a point in time is "google.protobuf.Timestamp".
  int32 timeout_ms = 2; // want: Field "timeout_ms" is int32; a length of time is "google.protobuf.Duration".
}
`,
      `
syntax = "proto3";
message Job {
  double duration = 1; // want: Field "duration" is double; a length of time is "google.protobuf.Duration".
  repeated fixed64 time = 2; // want: Field "time" is fixed64; a point in time is "google.protobuf.Timestamp".
}
`,
    ],
  },

  check({document}, report) {
    for (const field of document.fields) {
      if (!integer.test(field.type) || field.isMap) continue
      const wanted = wantedFor(field)
      if (wanted !== undefined) report(typeOf(field), `Field "${field.name}" is ${field.type}; ${wanted}.`)
    }
  },
})

function wantedFor({name}: Field): string | undefined {
  if (length.test(name)) return 'a length of time is "google.protobuf.Duration"'
  return point.test(name) ? 'a point in time is "google.protobuf.Timestamp"' : undefined
}
