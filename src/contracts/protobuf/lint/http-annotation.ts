import {httpBindings} from '../http-rule.js'
import {lintRule} from '../model.js'

export default lintRule({
  summary: 'Require an HTTP annotation of every rpc that can have one',
  why: 'Where a gateway translates HTTP into gRPC, an rpc without the annotation cannot be reached. For teams with such a gateway.',
  fix: 'Add `option (google.api.http)` with method and path.',
  severity: 'warning',
  presets: [],
  examples: {
    valid: [
      `
syntax = "proto3";
service OrderService {
  rpc GetOrder(Request) returns (Response) { option (google.api.http) = {get: "/v1/orders/{id}"}; }
  rpc SyncOrders(stream Request) returns (stream Response); // HTTP cannot carry it.
}
`,
      '\nsyntax = "proto3";\nservice OrderService { rpc GetOrder(Request) returns (Response) { option (.google.api.http).get = "/v1/orders"; } }\n',
    ],
    invalid: [
      `
syntax = "proto3";
service OrderService {
  rpc GetOrder(Request) returns (Response); // want: Rpc "GetOrder" has no "google.api.http" with method and path.
}
`,
      `
syntax = "proto3";
service OrderService {
  rpc GetOrder(Request) returns (stream Response) { option deprecated = true; } // want: Rpc "GetOrder" has no "google.api.http" with method and path.
}
`,
    ],
  },

  check({document}, report) {
    for (const rpc of document.rpcs)
      if (!rpc.request.stream && httpBindings(rpc).length === 0)
        report(rpc, `Rpc "${rpc.name}" has no "google.api.http" with method and path.`)
  },
})
