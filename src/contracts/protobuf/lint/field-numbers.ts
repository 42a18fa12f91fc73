import {highestNumber, numberFault} from '../extensions.js'
import {type Field, lintRule, type Message} from '../model.js'
import {highest} from '../range-parser.js'
import {numberOf} from '../spans.js'

export default lintRule({
  summary: 'Require numbers of fields that are unique, in range and not reserved',
  why: 'On the wire a field is its number. Two fields of one number, or one that was used before, read the bytes of each other.',
  fix: 'Give the field a number from 1 to 536,870,911 that no other field has and that is not reserved; 19,000 to 19,999 belong to protobuf.',
  severity: 'error',
  presets: ['standard', 'recommended', 'minimal'],
  examples: {
    valid: [
      `
syntax = "proto3";
message Order {
  reserved 2, 9 to 11;
  reserved "total";
  string id = 1;
  oneof by { string card = 3; string cash = 18999; }
  string last = 536870911;
  message Item { string id = 1; } // Has numbers of its own.
}
`,
      `
syntax = "proto2";
message Order { extensions 100 to 199; optional string id = 1; }
extend Order { optional string note = 100; optional string other = 199; }
`,
    ],
    invalid: [
      `
syntax = "proto3";
message Order {
  reserved 9 to 11, 10; // want: 10 is reserved already.
  reserved "total", "total"; // want: "total" is reserved already.
  string id = 1;
  oneof by { string card = 1; } // want: Number 1 of field "card" is taken by "id".
  string zero = 0; // want: Number 0 of field "zero" is not from 1 to 536870911.
  string google = 19000; // want: Number 19000 of field "google" belongs to protobuf itself.
  string old = 11; // want: Number 11 of field "old" is reserved.
  string total = 2; // want: The name of field "total" is reserved.
}
`,
      `
syntax = "proto2";
message Order {
  extensions 100 to 199;
  optional string id = 100; // want: Number 100 of field "id" belongs to extensions.
  optional string huge = 536870912; // want: Number 536870912 of field "huge" is not from 1 to 536870911.
  reserved 5 to 3; // want: The range ends before it starts.
}
`,
    ],
  },

  check({document}, report) {
    for (const message of document.messages) judgeMessage(message)

    function judgeMessage(message: Message): void {
      const taken = new Map<number, Field>()
      const reserved = message.ranges.flatMap(({keyword, ranges}) => ranges.map(range => ({...range, keyword})))
      const names = new Set(message.ranges.flatMap(each => each.names.map(({name}) => name)))
      for (const field of message.fields) {
        const {name, number} = field
        const first = taken.get(number)
        const range = reserved.find(({from, to}) => number >= from && number <= to)
        const fault = numberFault(field, highest.message)
        if (fault !== undefined) report(numberOf(field), fault)
        if (fault === undefined && first !== undefined)
          report(numberOf(field), `Number ${number} of field "${name}" is taken by "${first.name}".`, [
            {at: numberOf(first), message: 'It is taken here.'},
          ])
        else if (range !== undefined) {
          const why = range.keyword === 'reserved' ? 'is reserved' : 'belongs to extensions'
          report(numberOf(field), `Number ${number} of field "${name}" ${why}.`)
        } else taken.set(number, field)
        if (names.has(name)) report(field, `The name of field "${name}" is reserved.`)
      }
      judgeRanges(message)
    }

    function judgeRanges(message: Message): void {
      const seen: {from: number; to: number}[] = []
      const names = new Set<string>()
      const most = highestNumber(message)
      for (const node of message.ranges) {
        for (const {name, start, end} of node.names) {
          if (names.has(name)) report({node, start, end}, `"${name}" is reserved already.`)
          names.add(name)
        }
        for (const {from, to, start, end} of node.ranges) {
          const place = {node, start, end}
          const range = to > from ? `${from} to ${to}` : String(from)
          if (to < from) report(place, 'The range ends before it starts.')
          else if (from < 1 || to > most) report(place, `${range} is not from 1 to ${most}.`)
          else if (seen.some(other => from <= other.to && other.from <= to))
            report(place, `${range} is reserved already.`)
          seen.push({from, to})
        }
      }
    }
  },
})
