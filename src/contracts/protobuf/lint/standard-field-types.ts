import {lintRule} from '../model.js'
import {typeOf} from '../spans.js'

/** Fields that mean the same in every API, with their types. */
const types: Readonly<Record<string, string>> = {
  etag: 'string',
  field_mask: 'google.protobuf.FieldMask',
  filter: 'string',
  next_page_token: 'string',
  order_by: 'string',
  page_size: 'int32',
  page_token: 'string',
  read_mask: 'google.protobuf.FieldMask',
  request_id: 'string',
  show_deleted: 'bool',
  ttl: 'google.protobuf.Duration',
  update_mask: 'google.protobuf.FieldMask',
  validate_only: 'bool',
}

export default lintRule({
  summary: 'Require the usual types for fields that every API has',
  why: 'Clients, gateways and tools know what `page_token`, `etag` or `update_mask` are by their names, and expect them to be of one type.',
  fix: 'Change the type, or choose another name for what is something else.',
  severity: 'warning',
  presets: ['recommended'],
  examples: {
    valid: [
      `
syntax = "proto3";
import "google/protobuf/field_mask.proto";
message UpdateOrderRequest { google.protobuf.FieldMask update_mask = 1; string etag = 2; bool validate_only = 3; }
`,
      `
syntax = "proto3";
import "missing.proto"; // The type is not at hand: it may be the right one by another name.
message ListOrdersRequest { other.Mask read_mask = 1; Filter filter = 2; }
message Filter {} // Filters that are messages are another style, and no mistake.
`,
    ],
    invalid: [
      `
syntax = "proto3";
message ListOrdersRequest {
  int64 page_size = 1; // want: Field "page_size" is int64; everywhere else it is int32.
  bytes page_token = 2; // want: Field "page_token" is bytes; everywhere else it is string.
}
`,
      `
syntax = "proto3";
message UpdateOrderRequest {
  repeated string update_mask = 1; // want: Field "update_mask" is repeated string; everywhere else it is google.protobuf.FieldMask.
  string request_id = 2;
  int32 ttl = 3; // want: Field "ttl" is int32; everywhere else it is google.protobuf.Duration.
}
`,
    ],
  },

  check({document}, report) {
    for (const field of document.fields) {
      const wanted = Object.hasOwn(types, field.name) ? types[field.name] : undefined
      if (wanted === undefined || field.isMap) continue
      const type = document.set.typeNameOf(field)
      if (type === wanted && !field.isRepeated) continue
      // Messages in place of a string are a choice; what is not at hand may be right.
      const isMessage = document.set.typeOf(field)?.kind === 'message'
      if (/[A-Z]/.test(field.type) && (!isMessage || !wanted.includes('.'))) continue
      const given = field.isRepeated ? `repeated ${field.type}` : field.type
      report(typeOf(field), `Field "${field.name}" is ${given}; everywhere else it is ${wanted}.`)
    }
  },
})
