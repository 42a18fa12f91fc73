import {lintRule} from '../model.js'

export default lintRule({
  summary: 'Enforce "uri" instead of "url" in names of fields',
  why: 'A URL says how to get something, a URI which thing is meant; a contract that says URI can hold both. For teams that follow the API improvement proposals.',
  fix: 'Rename the field to `uri`.',
  severity: 'info',
  presets: [],
  examples: {
    valid: [
      '\nsyntax = "proto3";\nmessage Page { string uri = 1; string image_uri = 2; }\n',
      '\nsyntax = "proto3";\nmessage Page { string curly = 1; string type_url = 2; string url_path = 3; } // `Any` has the second; the third is no address.\n',
    ],
    invalid: [
      '\nsyntax = "proto3";\nmessage Page {\n  string url = 1; // want: Field "url" is usually called "uri".\n}\n',
      '\nsyntax = "proto3";\nmessage Page {\n  string image_url = 1; // want: Field "image_url" is usually called "image_uri".\n  repeated string urls = 2; // want: Field "urls" is usually called "uris".\n}\n',
    ],
  },

  check({document}, report) {
    for (const field of document.fields) {
      const better = field.name.replace(/(?<=^|_)url(?=s?$)/, 'uri')
      if (better !== field.name && field.name !== 'type_url')
        report(field, `Field "${field.name}" is usually called "${better}".`)
    }
  },
})
