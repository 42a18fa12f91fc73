import {type Extend, type Field, lintRule, type Message} from '../model.js'
import {fileOf} from '../names.js'
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
  reserved "total";
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
extend Order { optional string note = 200; } // want: Number 200 of field "note" is in no extension range of "Order".
`,
    ],
  },

  check({document}, report) {
    for (const message of document.messages) judgeMessage(message)
    for (const extend of document.extends) judgeExtension(extend)

    function judgeMessage(message: Message): void {
      const taken = new Map<number, Field>()
      const reserved = message.ranges.flatMap(({keyword, ranges}) => ranges.map(range => ({...range, keyword})))
      const names = new Set(message.ranges.flatMap(each => each.names.map(({name}) => name)))
      for (const field of message.fields) {
        const {name, number} = field
        const first = taken.get(number)
        const range = reserved.find(({from, to}) => number >= from && number <= to)
        if (isInRange(field) && first !== undefined)
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
      for (const node of message.ranges)
        for (const {from, to, start, end} of node.ranges) {
          const place = {node, start, end}
          const range = to > from ? `${from} to ${to}` : String(from)
          if (to < from) report(place, 'The range ends before it starts.')
          else if (from < 1 || to > highest.message) report(place, `${range} is not from 1 to ${highest.message}.`)
          else if (seen.some(other => from <= other.to && other.from <= to))
            report(place, `${range} is reserved already.`)
          seen.push({from, to})
        }
    }

    function judgeExtension(extend: Extend): void {
      const type = document.set.resolve(extend, extend.type)
      // Of well-known messages only the names are known.
      const isKnown = type?.kind === 'message' && !fileOf(type).path.startsWith('google/protobuf/')
      const ranges = isKnown ? type.ranges.filter(({keyword}) => keyword === 'extensions') : undefined
      for (const field of extend.fields) {
        const {name, number} = field
        if (!isInRange(field) || ranges === undefined) continue
        if (!ranges.some(each => each.ranges.some(({from, to}) => number >= from && number <= to)))
          report(numberOf(field), `Number ${number} of field "${name}" is in no extension range of "${extend.type}".`)
      }
    }

    function isInRange(field: Field): boolean {
      const {name, number} = field
      if (number >= 19_000 && number <= 19_999)
        report(numberOf(field), `Number ${number} of field "${name}" belongs to protobuf itself.`)
      else if (number < 1 || number > highest.message)
        report(numberOf(field), `Number ${number} of field "${name}" is not from 1 to ${highest.message}.`)
      else return true
      return false
    }
  },
})
