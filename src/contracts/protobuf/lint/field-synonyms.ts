import {lintRule} from '../model.js'

/** Names for which everybody else uses another one, with the types for which that holds. */
const synonyms: Readonly<Record<string, {readonly name: string; readonly type: string}>> = {
  content_mime_type: {name: 'mime_type', type: 'string'},
  country: {name: 'region_code', type: 'string'},
  country_code: {name: 'region_code', type: 'string'},
  currency: {name: 'currency_code', type: 'string'},
  dry_run: {name: 'validate_only', type: 'bool'},
  lang: {name: 'language_code', type: 'string'},
  language: {name: 'language_code', type: 'string'},
  mime: {name: 'mime_type', type: 'string'},
  mimetype: {name: 'mime_type', type: 'string'},
  timezone: {name: 'time_zone', type: 'string'},
  tz: {name: 'time_zone', type: 'string'},
}

export default lintRule({
  summary: 'Enforce the usual names for codes and flags',
  why: 'A field `language` may hold "en", "English" or an enum; `language_code` is a code of the standard for languages. The same names everywhere mean the same everywhere.',
  fix: 'Rename the field as the message says, and hold a code of the standard in it: BCP 47, CLDR regions, ISO 4217, IANA time zones and media types.',
  severity: 'info',
  presets: ['recommended'],
  examples: {
    valid: [
      '\nsyntax = "proto3";\nmessage User { string language_code = 1; string currency_code = 2; bool validate_only = 3; }\n',
      '\nsyntax = "proto3";\nmessage User { Language language = 1; int32 currency = 2; map<string, string> country = 3; }\nmessage Language {}\n',
    ],
    invalid: [
      `
syntax = "proto3";
message User {
  string language = 1; // want: Field "language" is usually called "language_code".
  string country_code = 2; // want: Field "country_code" is usually called "region_code".
}
`,
      `
syntax = "proto3";
message CreateUserRequest {
  bool dry_run = 1; // want: Field "dry_run" is usually called "validate_only".
  optional string timezone = 2; // want: Field "timezone" is usually called "time_zone".
}
`,
    ],
  },

  check({document}, report) {
    for (const field of document.fields) {
      const usual = Object.hasOwn(synonyms, field.name) ? synonyms[field.name] : undefined
      if (usual !== undefined && usual.type === field.type && !field.isRepeated)
        report(field, `Field "${field.name}" is usually called "${usual.name}".`)
    }
  },
})
