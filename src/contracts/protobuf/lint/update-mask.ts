import {isWellKnown} from '../is-well-known.js'
import {lintRule} from '../model.js'
import {verbOf} from '../verbs.js'

export default lintRule({
  summary: 'Require a field mask in requests of updates',
  why: 'In proto3 a field that is left out and one that is emptied look the same. A mask says which fields are meant, so that older clients do not erase what they do not know. For teams that follow the API improvement proposals.',
  fix: 'Add `google.protobuf.FieldMask update_mask`.',
  severity: 'info',
  presets: [],
  examples: {
    valid: [
      `
syntax = "proto3";
import "google/protobuf/field_mask.proto";
service OrderService { rpc UpdateOrder(UpdateOrderRequest) returns (UpdateOrderResponse); }
message UpdateOrderRequest { google.protobuf.FieldMask update_mask = 1; }
message UpdateOrderResponse {}
`,
      `
syntax = "proto3";
import "missing.proto";
service OrderService { rpc UpdateOrder(other.UpdateOrderRequest) returns (other.UpdateOrderResponse); }
`,
    ],
    invalid: [
      `
syntax = "proto3";
service OrderService { rpc UpdateOrder(UpdateOrderRequest) returns (UpdateOrderResponse); }
message UpdateOrderRequest { string name = 1; } // want: Request "UpdateOrderRequest" of "UpdateOrder" has no field mask.
message UpdateOrderResponse {}
`,
      `
syntax = "proto3";
service OrderService { rpc UpdateOrder(Order) returns (Order); }
message Order { repeated string update_mask = 1; } // want: Request "Order" of "UpdateOrder" has no field mask.
`,
    ],
  },

  check({document}, report) {
    const {set} = document
    for (const rpc of document.rpcs) {
      const request = verbOf(rpc.name, ['Update']) === undefined ? undefined : set.typeOf(rpc.request)
      if (request?.kind !== 'message' || isWellKnown(request)) continue
      if (!request.fields.some(field => set.typeNameOf(field) === 'google.protobuf.FieldMask'))
        report(request, `Request "${request.name}" of "${rpc.name}" has no field mask.`)
    }
  },
})
