import {lintRule} from '../model.js'

const prepositions: ReadonlySet<string> = new Set(
  (
    'after before between by during for from in including into of on over since through throughout to toward ' +
    'under until upon with within without'
  ).split(' '),
)

/** Names with a preposition that everybody uses. */
const usual = /^(?:order|group|sort|created|updated|deleted)_by$/

export default lintRule({
  summary: 'Disallow prepositions in names of fields',
  why: '`error_reason` says what `reason_for_error` says and can be found; names with prepositions are sentences that every team words differently. For teams that follow the API improvement proposals.',
  fix: 'Put the noun last and what describes it before it: `cpu_usage_time` for `time_of_cpu_usage`.',
  severity: 'info',
  presets: [],
  examples: {
    valid: [
      '\nsyntax = "proto3";\nmessage Order { string order_by = 1; int32 requests_per_second = 2; string created_at = 3; }\n',
      '\nsyntax = "proto3";\nmessage Order { string inbox = 1; string forward = 2; } // Only whole words count.\n',
    ],
    invalid: [
      `
syntax = "proto3";
message Order {
  string reason_for_error = 1; // want: Field "reason_for_error" has the preposition "for"; put the noun last.
}
`,
      `
syntax = "proto3";
message Order {
  string time_of_day = 1; // want: Field "time_of_day" has the preposition "of"; put the noun last.
  string written_by = 2; // want: Field "written_by" has the preposition "by"; put the noun last.
}
`,
    ],
  },

  check({document}, report) {
    for (const field of document.fields) {
      if (usual.test(field.name)) continue
      const found = field.name.split('_').find(word => prepositions.has(word))
      if (found !== undefined) report(field, `Field "${field.name}" has the preposition "${found}"; put the noun last.`)
    }
  },
})
