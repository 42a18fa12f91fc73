import {type Enum, type EnumValue, lintRule} from '../model.js'
import {isSet} from '../option-lookup.js'
import {highest} from '../range-parser.js'
import {numberOf} from '../spans.js'

export default lintRule({
  summary: 'Require numbers of enum values that are unique, in range and not reserved',
  why: 'On the wire a value is its number. Compilers refuse two values of one number unless the enum says that it wants aliases, and a number that was used before means something else to older clients.',
  fix: 'Give the value a number of its own that is not reserved, or remove it.',
  severity: 'error',
  presets: ['standard', 'recommended', 'minimal'],
  examples: {
    valid: [
      `
syntax = "proto3";
enum Role { reserved 5, 9 to max; reserved "ROLE_GUEST"; ROLE_UNSPECIFIED = 0; ROLE_ADMIN = 1; ROLE_LOW = -2147483648; }
`,
      `
syntax = "proto3";
enum Role { option allow_alias = true; ROLE_UNSPECIFIED = 0; ROLE_ADMIN = 1; ROLE_ROOT = 1; }
`,
    ],
    invalid: [
      `
syntax = "proto3";
enum Role {
  reserved 9 to max;
  reserved "ROLE_GUEST";
  ROLE_UNSPECIFIED = 0;
  ROLE_ADMIN = 1;
  ROLE_ROOT = 0x1; // want: Number 1 of value "ROLE_ROOT" is taken by "ROLE_ADMIN".
  ROLE_USER = 9; // want: Number 9 of value "ROLE_USER" is reserved.
  ROLE_GUEST = 2; // want: The name of value "ROLE_GUEST" is reserved.
}
`,
      `
syntax = "proto3";
enum Role { // want: Enum "Role" has no values.
}
enum Size {
  reserved 5 to 2; // want: The range ends before it starts.
  reserved -2 to -1, -1; // want: -1 is reserved already.
  SIZE_UNSPECIFIED = 0;
}
enum Kind { // want: Enum "Kind" allows aliases and has none.
  option allow_alias = true;
  KIND_UNSPECIFIED = 0;
  KIND_HUGE = 2147483648; // want: Number 2147483648 of value "KIND_HUGE" does not fit into 32 bits.
}
`,
    ],
  },

  check({document}, report) {
    for (const node of document.enums) {
      const taken = new Map<number, EnumValue>()
      const allowsAlias = isSet(node, 'allow_alias')
      let aliases = 0
      const reserved = node.ranges.flatMap(({ranges}) => ranges)
      const names = new Set(node.ranges.flatMap(each => each.names.map(({name}) => name)))
      for (const value of node.values) {
        const {name, number} = value
        const first = taken.get(number)
        if (first === undefined) taken.set(number, value)
        else aliases++
        if (number > highest.enum || number < -highest.enum - 1)
          report(numberOf(value), `Number ${number} of value "${name}" does not fit into 32 bits.`)
        else if (first !== undefined && !allowsAlias)
          report(numberOf(value), `Number ${number} of value "${name}" is taken by "${first.name}".`, [
            {at: numberOf(first), message: 'It is taken here.'},
          ])
        if (reserved.some(({from, to}) => number >= from && number <= to))
          report(numberOf(value), `Number ${number} of value "${name}" is reserved.`)
        if (names.has(name)) report(value, `The name of value "${name}" is reserved.`)
      }
      judgeRanges(node)
      // What could not be read may have been a value.
      if (document.problems.length > 0) continue
      if (node.values.length === 0) report(node, `Enum "${node.name}" has no values.`)
      else if (allowsAlias && aliases === 0) report(node, `Enum "${node.name}" allows aliases and has none.`)
    }

    function judgeRanges({ranges}: Enum): void {
      const seen: {from: number; to: number}[] = []
      for (const node of ranges)
        for (const {from, to, start, end} of node.ranges) {
          const range = to > from ? `${from} to ${to}` : String(from)
          if (to < from) report({node, start, end}, 'The range ends before it starts.')
          else if (seen.some(other => from <= other.to && other.from <= to))
            report({node, start, end}, `${range} is reserved already.`)
          seen.push({from, to})
        }
    }
  },
})
