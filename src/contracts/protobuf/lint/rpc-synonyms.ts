import {lintRule} from '../model.js'
import {verbOf} from '../verbs.js'

/** Verbs that mean what another one means that everybody expects. */
const synonyms: Readonly<Record<string, string>> = {
  Acquire: 'Get',
  Fetch: 'Get',
  Lookup: 'Get',
  Read: 'Get',
  Retrieve: 'Get',
  Enumerate: 'List',
  Insert: 'Create',
  Make: 'Create',
  Change: 'Update',
  Edit: 'Update',
  Modify: 'Update',
  Patch: 'Update',
  Destroy: 'Delete',
  Erase: 'Delete',
}

export default lintRule({
  summary: 'Enforce the usual verbs for getting, listing, creating, updating and deleting',
  why: 'When every service says Get, callers need not look up whether it is Fetch, Read or Retrieve here, and whether that is something else.',
  fix: 'Rename the rpc with the verb that the message names, or turn the rule off where the other verb means something of its own.',
  severity: 'info',
  presets: ['recommended'],
  examples: {
    valid: [
      '\nsyntax = "proto3";\nservice OrderService { rpc GetOrder(Request) returns (Response); rpc Ready(Request) returns (Response); }\n',
      '\nsyntax = "proto3";\nservice OrderService { rpc AddItem(Request) returns (Response); rpc RemoveItem(Request) returns (Response); } // To and from a list.\n',
      '\nsyntax = "proto3";\nservice KeyService { rpc GetKey(Request) returns (Response); rpc LookupKey(Request) returns (Response); } // Two ways.\n',
    ],
    invalid: [
      `
syntax = "proto3";
service OrderService {
  rpc FetchOrder(Request) returns (Response); // want: Rpc "FetchOrder" says "Fetch" for "Get"; write "GetOrder".
}
`,
      `
syntax = "proto3";
service OrderService {
  rpc ModifyOrder(Request) returns (Response); // want: Rpc "ModifyOrder" says "Modify" for "Update"; write "UpdateOrder".
  rpc Erase(Request) returns (Response); // want: Rpc "Erase" says "Erase" for "Delete"; write "Delete".
}
`,
    ],
  },

  check({document}, report) {
    for (const rpc of document.rpcs) {
      const verb = verbOf(rpc.name, Object.keys(synonyms))
      const usual = verb === undefined ? undefined : synonyms[verb]
      if (verb === undefined || usual === undefined) continue
      const better = usual + rpc.name.slice(verb.length)
      // Where there is the usual one as well, this one means something else.
      if (rpc.parent.rpcs.some(({name}) => name === better)) continue
      report(rpc, `Rpc "${rpc.name}" says "${verb}" for "${usual}"; write "${better}".`)
    }
  },
})
