import {lintRule} from '../model.js'
import {verbOf} from '../verbs.js'

export default lintRule({
  summary: 'Require what is listed to be the first field of the response of a list',
  why: 'Generators that turn pages take the first repeated field for what is listed, and readers look for it at the top.',
  fix: 'Declare the repeated field first, with the lowest number.',
  severity: 'info',
  presets: ['recommended'],
  examples: {
    valid: [
      `
syntax = "proto3";
service OrderService { rpc ListOrders(ListOrdersRequest) returns (ListOrdersResponse); }
message ListOrdersRequest {}
message ListOrdersResponse { repeated string orders = 1; int32 total = 2; repeated string unreachable = 3; }
`,
      `
syntax = "proto3";
service OrderService { rpc Listen(ListOrdersRequest) returns (ListOrdersResponse); }
message ListOrdersRequest {}
message ListOrdersResponse { int32 total = 1; repeated string orders = 2; }
`,
    ],
    invalid: [
      `
syntax = "proto3";
service OrderService { rpc ListOrders(ListOrdersRequest) returns (ListOrdersResponse); }
message ListOrdersRequest {}
message ListOrdersResponse { int32 total = 1; repeated string orders = 2; } // want: "orders" of "ListOrdersResponse" is what is listed; declare it first, with the lowest number.
`,
      `
syntax = "proto3";
service OrderService { rpc ListOrders(ListOrdersRequest) returns (ListOrdersResponse); }
message ListOrdersRequest {}
message ListOrdersResponse {
  repeated string orders = 2; // want: "orders" of "ListOrdersResponse" is what is listed; declare it first, with the lowest number.
  int32 total = 1;
}
`,
    ],
  },

  check({document}, report) {
    for (const rpc of document.rpcs) {
      const response = document.set.typeOf(rpc.response)
      if (verbOf(rpc.name, ['List']) === undefined || response?.kind !== 'message') continue
      const listed = response.fields.find(field => field.isRepeated && !field.isMap)
      if (listed === undefined) continue
      const isFirst = response.fields[0] === listed && response.fields.every(({number}) => number >= listed.number)
      if (!isFirst)
        report(
          listed,
          `"${listed.name}" of "${response.name}" is what is listed; declare it first, with the lowest number.`,
        )
    }
  },
})
