import {lintRule, type ProtobufFile} from '../model.js'
import {optionOf} from '../option-lookup.js'
import {headOf} from '../spans.js'
import {visibilityWord} from '../visibility.js'

const versions: Readonly<Record<ProtobufFile['version'], string>> = {
  proto2: 'proto2',
  proto3: 'proto3',
  edition: 'an edition',
}

/** In proto3 only the options of descriptors can be extended. */
const extendable =
  /^\.?google\.protobuf\.(?:File|Message|Field|Oneof|ExtensionRange|Enum|EnumValue|Service|Method|Stream)Options$/

export default lintRule({
  summary: 'Disallow what the version of protobuf of a file does not have',
  why: 'Groups, defaults and extensions came and went with proto2, proto3 and the editions; a compiler refuses what its version does not have, though it can be read.',
  fix: 'Write what the message says instead, or change the version of the file.',
  severity: 'error',
  presets: ['standard', 'recommended', 'minimal'],
  examples: {
    valid: [
      `
syntax = "proto2";
message Order {
  optional string id = 1 [default = "none"];
  optional group Result = 2 {}
  extensions 100;
  reserved "old";
}
`,
      `
syntax = "proto3";
import "google/protobuf/descriptor.proto";
extend google.protobuf.FieldOptions { string note = 50000; } // Options may be extended in proto3, too.
message Order { reserved "old"; }
`,
      `
edition = "2023";
message Order { string id = 1 [default = "none", features.field_presence = EXPLICIT]; reserved old; }
`,
    ],
    invalid: [
      `
syntax = "proto3";
message Order {
  string id = 1 [default = "none"]; // want: A default for "id" cannot be given in proto3.
  repeated group Result = 2 {} // want: Group "Result" cannot be declared in proto3; declare a message and a field.
  extensions 100; // want: Extension ranges cannot be declared in proto3.
  reserved old; // want: The reserved name "old" is written in quotes in proto3.
}
extend Order { string note = 100; } // want: Only options can be extended in proto3, not "Order".
`,
      `
edition = "2023";
import option "rules.proto"; // want: "import option" is there from edition 2024 on.
message Order {
  reserved "old"; // want: The reserved name "old" is written without quotes in an edition.
  repeated group Result = 2 {} // want: Group "Result" cannot be declared in an edition; declare a message and a field.
}
`,
      `
edition = "2024";
import weak "rules.proto"; // want: "import weak" is there up to edition 2023 only.
import option "marks.proto";
import "items.proto"; // want: What is imported by "import option" comes last; move this one above it.
export message Order {}
`,
      `
syntax = "proto2";
local enum Kind { KIND_UNSPECIFIED = 0; } // want: "local" is there from edition 2024 on.
`,
    ],
  },

  check({document}, report) {
    const {version} = document
    const title = versions[version]
    for (const field of version === 'proto3' ? document.fields : []) {
      const value = optionOf(field, 'default')
      if (value !== undefined) report(value, `A default for "${field.name}" cannot be given in proto3.`)
    }
    for (const message of document.messages)
      if (message.isGroup && version !== 'proto2')
        report(
          headOf(message),
          `Group "${message.name}" cannot be declared in ${title}; declare a message and a field.`,
        )
    for (const node of document.ranges) {
      if (node.keyword === 'extensions' && version === 'proto3')
        report(node, 'Extension ranges cannot be declared in proto3.')
      for (const {name, start, end} of node.names) {
        const isQuoted = document.source.text[start] === '"' || document.source.text[start] === "'"
        if (isQuoted === (version !== 'edition')) continue
        const how = isQuoted ? 'without quotes' : 'in quotes'
        report({node, start, end}, `The reserved name "${name}" is written ${how} in ${title}.`)
      }
    }
    if (version === 'proto3')
      for (const extend of document.extends)
        if (!extendable.test(document.set.fullNameIn(extend, extend.type)))
          report(extend, `Only options can be extended in proto3, not "${extend.type}".`)
    if (version === 'edition' && document.syntax?.value !== '2023') {
      const options = document.imports.findIndex(({modifier}) => modifier === 'option')
      for (const [index, each] of document.imports.entries())
        if (each.modifier === 'weak') report(each, '"import weak" is there up to edition 2023 only.')
        else if (each.modifier !== 'option' && options !== -1 && index > options)
          report(each, 'What is imported by "import option" comes last; move this one above it.')
    } else {
      for (const each of document.imports)
        if (each.modifier === 'option') report(each, '"import option" is there from edition 2024 on.')
      for (const node of [...document.messages, ...document.enums]) {
        const word = visibilityWord(node)
        if (word !== undefined) report(headOf(node), `"${word}" is there from edition 2024 on.`)
      }
    }
  },
})
