import {lintRule, type Message} from '../model.js'
import {entryNameOf, membersOf, type NamedDeclaration} from '../names.js'
import {typeOf} from '../spans.js'

const keyTypes: ReadonlySet<string> = new Set(
  'int32 int64 uint32 uint64 sint32 sint64 fixed32 fixed64 sfixed32 sfixed64 bool string'.split(' '),
)

export default lintRule({
  summary: 'Require maps whose keys can be keys, where maps may be',
  why: 'Keys have to be equal or not in every language, which floating point numbers, bytes and messages are not; compilers refuse them, and maps in a oneof or an extension. What is in a map is a message to them, which needs a name of its own.',
  fix: 'Use an integer, bool or string as the key, or a repeated message with a key field; wrap the map into a message where it may not be; rename what has the name of its entries.',
  severity: 'error',
  presets: ['standard', 'recommended', 'minimal'],
  examples: {
    valid: [
      `
syntax = "proto3";
message Order { map<string, Item> items = 1; message ItemsEntries {} map<sfixed64, bytes> raw = 2; message Item {} }
`,
      `
syntax = "proto3";
message Order { oneof by { Labels labels = 1; } }
message Labels { map<bool, double> map = 1; }
`,
    ],
    invalid: [
      `
syntax = "proto3";
message Order {
  map<double, string> a = 1; // want: "double" cannot be the key of map "a".
  map<Status, string> b = 2; // want: "Status" cannot be the key of map "b".
}
enum Status { STATUS_UNSPECIFIED = 0; }
message Cart {
  map<string, string> old_lines = 1; // want: The entries of map "old_lines" are a message "OldLinesEntry", which "Cart" has already.
  map<string, string> a = 2;
  map<string, string> A = 3; // want: The entries of map "A" are a message "AEntry", which "Cart" has already.
  message OldLinesEntry {}
}
`,
      `
syntax = "proto2";
message Order {
  oneof by { map<string, string> a = 1; } // want: Map "a" is in a oneof, where no map may be.
  extensions 100;
}
extend Order { map<string, string> b = 100; } // want: Map "b" is in an extension, where no map may be.
`,
    ],
  },

  check({document}, report) {
    for (const field of document.fields) {
      const {name, keyType, parent} = field
      if (keyType === undefined) continue
      if (!keyTypes.has(keyType)) report(typeOf(field), `"${keyType}" cannot be the key of map "${name}".`)
      if (parent.kind === 'oneof') report(typeOf(field), `Map "${name}" is in a oneof, where no map may be.`)
      if (parent.kind === 'extend') report(typeOf(field), `Map "${name}" is in an extension, where no map may be.`)
    }
    for (const message of document.messages) if (message.fields.some(({isMap}) => isMap)) judgeEntries(message)

    function judgeEntries(message: Message): void {
      const seen = new Map<string, NamedDeclaration>()
      for (const field of message.fields) {
        if (!field.isMap) continue
        const entry = entryNameOf(field.name)
        const first = seen.get(entry) ?? membersOf(message).find(({name}) => name === entry)
        if (first === undefined) seen.set(entry, field)
        // Two of the same name are told elsewhere.
        else if (first.name !== field.name) {
          const whose = `which "${message.name}" has already`
          report(field, `The entries of map "${field.name}" are a message "${entry}", ${whose}.`, [
            {at: first, message: 'It is declared here.'},
          ])
        }
      }
    }
  },
})
