import {errorFields} from '../../../standard/protobuf.js'
import {lintRule} from '../model.js'
import {rpcUsage} from '../rpc-usage.js'

export default lintRule({
  summary: 'Disallow fields for errors in response messages',
  why: 'A call that failed and answers OK is success to every interceptor, retry, metric and client library; only the status of the call is seen by all of them.',
  fix: 'Remove the field; fail the call with a status and put details into `google.rpc.ErrorInfo`.',
  severity: 'error',
  examples: {
    valid: [
      `
syntax = "proto3";
service OrderService { rpc GetOrder(GetOrderRequest) returns (GetOrderResponse); }
message GetOrderRequest {}
message GetOrderResponse { Order order = 1; }
message Order { string error_rate = 1; }
`,
      `
syntax = "proto3";
// No response: jobs are data, and may tell why they failed.
message Job { string error_message = 1; bool success = 2; }
`,
      `
syntax = "proto3";
import "google/rpc/status.proto";
service Jobs { rpc GetOperation(GetOperationRequest) returns (Operation); }
message GetOperationRequest {}
// What goes on behind the call fails after it.
message Operation { bool done = 1; oneof result { google.rpc.Status error = 2; string name = 3; } }
`,
    ],
    invalid: [
      `
syntax = "proto3";
message GetOrderResponse {
  bool success = 1; // want: Response "GetOrderResponse" has the field "success"; errors travel as the status of the call.
  oneof result {
    string error = 2; // want: Response "GetOrderResponse" has the field "error"; errors travel as the status of the call.
  }
}
`,
      `
syntax = "proto3";
service OrderService { rpc GetOrder(GetOrderRequest) returns (Order); }
message GetOrderRequest {}
message Order {
  repeated string errors = 1; // want: Response "Order" has the field "errors"; errors travel as the status of the call.
}
`,
    ],
  },

  check({document}, report) {
    const {responses} = document.set.once(rpcUsage)
    for (const message of document.messages) {
      if (!message.name.endsWith('Response') && !responses.has(message)) continue
      // A job that goes on behind the call ends with an error of its own.
      if (message.fields.some(({name, type}) => name === 'done' && type === 'bool')) continue
      for (const field of message.fields)
        if (errorFields.includes(field.name))
          report(
            field,
            `Response "${message.name}" has the field "${field.name}"; errors travel as the status of the call.`,
          )
    }
  },
})
