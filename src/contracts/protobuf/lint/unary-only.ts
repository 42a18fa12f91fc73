import {lintRule} from '../model.js'
import {headOf} from '../spans.js'

export default lintRule({
  summary: 'Disallow streaming rpcs',
  why: 'Streams do not pass many proxies, load balancers and browsers, and neither retries nor deadlines mean the same for them. For teams whose gateway cannot carry them.',
  fix: 'Page through what is streamed, or send it by events.',
  severity: 'warning',
  presets: [],
  examples: {
    valid: [
      '\nsyntax = "proto3";\nservice OrderService { rpc GetOrder(GetOrderRequest) returns (GetOrderResponse); }\n',
      '\nsyntax = "proto3";\nservice OrderService { rpc GetStream(stream) returns (.stream); } // Names of a type.\n',
    ],
    invalid: [
      `
syntax = "proto3";
service OrderService {
  rpc UploadOrder(stream UploadOrderRequest) returns (UploadOrderResponse); // want: Rpc "UploadOrder" takes a stream.
}
`,
      `
syntax = "proto3";
service OrderService {
  rpc SyncOrders(stream SyncOrdersRequest) returns (stream SyncOrdersResponse); // want: Rpc "SyncOrders" takes a stream. | Rpc "SyncOrders" returns a stream.
}
`,
    ],
  },

  check({document}, report) {
    for (const rpc of document.rpcs) {
      if (rpc.request.stream) report(headOf(rpc), `Rpc "${rpc.name}" takes a stream.`)
      if (rpc.response.stream) report(headOf(rpc), `Rpc "${rpc.name}" returns a stream.`)
    }
  },
})
