import {lintRule} from '../model.js'
import {extensionOptions} from '../option-lookup.js'
import {rpcUsage} from '../rpc-usage.js'

export default lintRule({
  summary: 'Require fields of requests to say whether they are required',
  why: 'In proto3 every field may be left out, and only the server knows which may not. With `google.api.field_behavior` generators and documentation know it, too. For teams that follow the API improvement proposals.',
  fix: 'Add `[(google.api.field_behavior) = REQUIRED]`, `OPTIONAL`, `OUTPUT_ONLY` or another of its values.',
  severity: 'info',
  presets: [],
  examples: {
    valid: [
      `
syntax = "proto3";
service OrderService { rpc GetOrder(GetOrderRequest) returns (Order); }
message GetOrderRequest { string id = 1 [(google.api.field_behavior) = REQUIRED]; }
message Order { string id = 1; } // Is in no request.
`,
      `
syntax = "proto3";
service OrderService { rpc GetOrder(GetOrderRequest) returns (Order); }
message GetOrderRequest { oneof by { string id = 1; string number = 2; } } // One of them.
message Order {}
`,
    ],
    invalid: [
      `
syntax = "proto3";
service OrderService { rpc GetOrder(GetOrderRequest) returns (Order); }
message GetOrderRequest { string id = 1; } // want: Field "id" of request "GetOrderRequest" does not say whether it is required.
message Order {}
`,
      `
syntax = "proto3";
service OrderService { rpc CreateOrder(CreateOrderRequest) returns (Order); }
message CreateOrderRequest {
  Order order = 1 [deprecated = false]; // want: Field "order" of request "CreateOrderRequest" does not say whether it is required.
  string id = 2 [(google.api.field_behavior) = OPTIONAL];
}
message Order {}
`,
    ],
  },

  check({document}, report) {
    const {requests} = document.set.once(rpcUsage)
    for (const message of document.messages) {
      if (!requests.has(message)) continue
      for (const field of message.fields)
        if (field.parent.kind !== 'oneof' && extensionOptions(field, 'google.api.field_behavior').length === 0)
          report(field, `Field "${field.name}" of request "${message.name}" does not say whether it is required.`)
    }
  },
})
