import pluralize from 'pluralize'
import {lintRule} from '../model.js'

export default lintRule({
  summary: 'Enforce names of counts that end in "_count"',
  why: '`num_items` reads as "number of items" or as "numeric items"; with one suffix every count of an API can be found.',
  fix: 'Name the field `item_count`.',
  severity: 'info',
  presets: ['recommended'],
  examples: {
    valid: [
      '\nsyntax = "proto3";\nmessage Order { int32 item_count = 1; string number = 2; }\n',
      '\nsyntax = "proto3";\nmessage Order { string num_format = 1; int32 numerator = 2; } // No counts.\n',
    ],
    invalid: [
      `
syntax = "proto3";
message Order {
  int32 num_items = 1; // want: Field "num_items" is a count; write "item_count".
}
`,
      `
syntax = "proto3";
message Order {
  int64 number_of_boxes = 1; // want: Field "number_of_boxes" is a count; write "box_count".
  uint32 num_time_series = 3; // want: Field "num_time_series" is a count; write "time_series_count".
  uint32 nb_entries = 2; // want: Field "nb_entries" is a count; write "entry_count".
}
`,
    ],
  },

  check({document}, report) {
    for (const field of document.fields) {
      const counted = /^(?:num|nb|number_of|count_of|no_of)_([a-z0-9_]+)$/.exec(field.name)?.[1]
      if (counted === undefined || !/^[su]?(?:int|fixed)/.test(field.type.replace(/^s(?=fixed)/, ''))) continue
      report(field, `Field "${field.name}" is a count; write "${singular(counted)}_count".`)
    }
  },
})

/** Only the last word is counted: `time_series` stays, `work_items` becomes `work_item`. */
function singular(words: string): string {
  const start = words.lastIndexOf('_') + 1
  return words.slice(0, start) + pluralize.singular(words.slice(start))
}
