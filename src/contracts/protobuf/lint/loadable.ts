import {lintRule, type Place, type ProtobufFile} from '../model.js'

/** What protobufjs finds wrong that rules of their own report with the place. */
const reportedElsewhere = /^(?:duplicate |id \d+ is reserved|name '.*' is reserved)/

export default lintRule({
  summary: 'Require files that protobufjs can load',
  why: 'Most services in Node load contracts with protobufjs, by themselves or by their gRPC library. It does not read all that the language allows, and a service that meets such a file does not start.',
  fix: 'Write the place that is named in a plainer form; what it means need not change.',
  severity: 'warning',
  presets: ['standard', 'recommended'],
  examples: {
    valid: [
      `
syntax = "proto3";
import "missing.proto"; // Only the file itself is loaded.
message Order { repeated other.Item items = 1; reserved 2, 4 to 6; }
`,
      `
syntax = "proto2";
message Order { optional group Result = 1 { optional string url = 1; } }
`,
    ],
    invalid: [
      `
syntax = "proto2"; // want: protobufjs cannot load the file: field must be a Field.
message Order {
  oneof by { group Card = 1 { optional string number = 1; } }
}
`,
      `
syntax = "proto3";
enum Level {
  LEVEL_UNSPECIFIED = 0;
  reserved - 1; // want: protobufjs cannot load the file: illegal id '-'.
}
`,
    ],
  },

  check({document}, report) {
    const fault = document.loadFault
    if (fault === undefined || reportedElsewhere.test(fault)) return
    const message = fault.replace(/,? \(?line \d+\)?/, '').replace(/\.$/, '')
    report(placeOf(fault, document), `protobufjs cannot load the file: ${message}.`)
  },
})

/** The line that protobufjs names, from its first character that is no space; or the start of the file. */
function placeOf(fault: string, node: ProtobufFile): Place {
  const number = Number(/\bline (\d+)/.exec(fault)?.[1] ?? 0)
  const {text} = node.source
  let start = 0
  for (let line = 1; line < number; line++) start = text.indexOf('\n', start) + 1
  const newline = text.indexOf('\n', start)
  const end = newline === -1 ? text.length : newline
  if (number === 0) return node.syntax ?? node
  return {node, start: start + (text.slice(start, end).match(/^\s*/)?.[0].length ?? 0), end}
}
