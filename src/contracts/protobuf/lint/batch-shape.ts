import {isWellKnown} from '../is-well-known.js'
import {lintRule, type Message} from '../model.js'

const verbs = ['Get', 'Create', 'Update', 'Delete'] as const

export default lintRule({
  summary: 'Require batches to take many and give many',
  why: 'A batch is the same call many times. Without a list in the request there is nothing to batch, and without one in the response nobody knows what became of each part.',
  fix: 'Give the request a repeated field with the names, ids or single requests, and the response (except of BatchDelete) a repeated field with the results in the same order.',
  severity: 'warning',
  presets: ['recommended'],
  examples: {
    valid: [
      `
syntax = "proto3";
service OrderService {
  rpc BatchGetOrders(BatchGetOrdersRequest) returns (BatchGetOrdersResponse);
  rpc BatchDeleteOrders(BatchDeleteOrdersRequest) returns (BatchDeleteOrdersResponse);
}
message BatchGetOrdersRequest { repeated string ids = 1; }
message BatchGetOrdersResponse { map<string, Order> orders = 1; }
message BatchDeleteOrdersRequest { repeated string ids = 1; }
message BatchDeleteOrdersResponse {} // All are gone.
message Order {}
`,
      `
syntax = "proto3";
service OrderService {
  rpc Batch(BatchRequest) returns (BatchResponse);
  rpc BatchGetOrders(missing.Request) returns (missing.Response);
}
message BatchRequest {}
message BatchResponse {}
`,
    ],
    invalid: [
      `
syntax = "proto3";
service OrderService { rpc BatchGetOrders(BatchGetOrdersRequest) returns (BatchGetOrdersResponse); }
message BatchGetOrdersRequest { string id = 1; } // want: Request "BatchGetOrdersRequest" of "BatchGetOrders" has no repeated field.
message BatchGetOrdersResponse { repeated string orders = 1; }
`,
      `
syntax = "proto3";
service OrderService { rpc BatchCreateOrders(BatchCreateOrdersRequest) returns (BatchCreateOrdersResponse); }
message BatchCreateOrdersRequest { repeated string orders = 1; }
message BatchCreateOrdersResponse { int32 created = 1; } // want: Response "BatchCreateOrdersResponse" of "BatchCreateOrders" has no repeated field.
`,
    ],
  },

  check({document}, report) {
    const {set} = document
    for (const rpc of document.rpcs) {
      const verb = verbs.find(each => new RegExp(`^Batch${each}(?![a-z])`).test(rpc.name))
      if (verb === undefined) continue
      const request = set.typeOf(rpc.request)
      const response = set.typeOf(rpc.response)
      if (request?.kind === 'message' && !hasMany(request) && !rpc.request.stream)
        report(request, `Request "${request.name}" of "${rpc.name}" has no repeated field.`)
      if (response?.kind !== 'message' || hasMany(response) || rpc.response.stream || verb === 'Delete') continue
      // What takes long tells its results elsewhere.
      if (response.name === 'Operation') continue
      const at = isWellKnown(response) ? rpc.response : response
      report(at, `Response "${response.name}" of "${rpc.name}" has no repeated field.`)
    }
  },
})

function hasMany(message: Message): boolean {
  return message.fields.some(field => field.isRepeated)
}
