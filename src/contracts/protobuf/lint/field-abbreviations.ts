import {lintRule} from '../model.js'

/** Words that everybody writes short. */
const short: Readonly<Record<string, string>> = {
  configuration: 'config',
  identifier: 'id',
  information: 'info',
  specification: 'spec',
  statistics: 'stats',
}

export default lintRule({
  summary: 'Enforce the usual short forms in names of fields',
  why: 'Where one field is called `order_id` and the next `customer_identifier`, callers have to look up which word it is each time.',
  fix: 'Write config, id, info, spec and stats for configuration, identifier, information, specification and statistics.',
  severity: 'info',
  presets: ['recommended'],
  examples: {
    valid: [
      '\nsyntax = "proto3";\nmessage Order { string order_id = 1; string config = 2; }\n',
      '\nsyntax = "proto3";\nmessage Order { string reconfiguration = 1; string identifiers = 2; } // Other words.\n',
    ],
    invalid: [
      `
syntax = "proto3";
message Order {
  string order_identifier = 1; // want: Field "order_identifier" is usually written "order_id".
}
`,
      `
syntax = "proto3";
message Order {
  string specification = 1; // want: Field "specification" is usually written "spec".
  string configuration_information = 2; // want: Field "configuration_information" is usually written "config_info".
}
`,
    ],
  },

  check({document}, report) {
    for (const field of document.fields) {
      const words = field.name.split('_')
      const better = words.map(word => (Object.hasOwn(short, word) ? short[word] : word)).join('_')
      if (better !== field.name) report(field, `Field "${field.name}" is usually written "${better}".`)
    }
  },
})
