import {lintRule} from '../model.js'
import {optionOf} from '../option-lookup.js'
import {verbOf} from '../verbs.js'

const levels: Readonly<Record<string, string>> = {
  Get: 'NO_SIDE_EFFECTS',
  List: 'NO_SIDE_EFFECTS',
  Search: 'NO_SIDE_EFFECTS',
  Update: 'IDEMPOTENT',
  Delete: 'IDEMPOTENT',
}

export default lintRule({
  summary: 'Require rpcs to say whether a call may be repeated',
  why: 'Clients and gateways retry only what is declared safe. Without the option a lost answer becomes a failure; with a repeated Create and no request id it becomes a second order.',
  fix: 'Set `option idempotency_level` to NO_SIDE_EFFECTS for Get, List and Search and to IDEMPOTENT for Update and Delete; give requests of Create a `string request_id`.',
  severity: 'warning',
  examples: {
    valid: [
      `
syntax = "proto3";
service OrderService {
  rpc GetOrder(GetOrderRequest) returns (GetOrderResponse) { option idempotency_level = NO_SIDE_EFFECTS; }
  rpc DeleteOrder(DeleteOrderRequest) returns (DeleteOrderResponse) { option idempotency_level = IDEMPOTENT; }
  rpc CreateOrder(CreateOrderRequest) returns (CreateOrderResponse);
  rpc CancelOrder(CancelOrderRequest) returns (CancelOrderResponse);
}
message CreateOrderRequest { string request_id = 1; }
`,
      `
syntax = "proto3";
import "example/orders/v1/messages.proto"; // Not at hand: the request may have what is needed.
service OrderService {
  rpc CreateOrder(CreateOrderRequest) returns (CreateOrderResponse);
}
`,
    ],
    invalid: [
      `
syntax = "proto3";
service OrderService {
  rpc GetOrder(GetOrderRequest) returns (GetOrderResponse); // want: Rpc "GetOrder" must set "option idempotency_level = NO_SIDE_EFFECTS".
  rpc UpdateOrder(UpdateOrderRequest) returns (UpdateOrderResponse) {
    option idempotency_level = NO_SIDE_EFFECTS; // want: Rpc "UpdateOrder" must set "option idempotency_level = IDEMPOTENT".
  }
}
`,
      `
syntax = "proto3";
service OrderService {
  rpc CreateOrder(CreateOrderRequest) returns (CreateOrderResponse); // want: Request "CreateOrderRequest" of "CreateOrder" needs "string request_id", so that a repeated call is noticed.
  rpc CreateItem(CreateItemRequest) returns (CreateItemResponse); // want: Request "CreateItemRequest" of "CreateItem" needs "string request_id", so that a repeated call is noticed.
}
message CreateOrderRequest {}
message CreateItemRequest { int64 request_id = 1; }
`,
    ],
  },

  check({document}, report) {
    for (const rpc of document.rpcs) {
      const verb = verbOf(rpc.name, ['Create', ...Object.keys(levels)])
      const level = levels[verb ?? '']
      if (level !== undefined) {
        const option = optionOf(rpc, 'idempotency_level')
        if (option?.value.text !== level)
          report(option ?? rpc, `Rpc "${rpc.name}" must set "option idempotency_level = ${level}".`)
      } else if (verb === 'Create') {
        const request = document.set.typeOf(rpc.request)
        if (request?.kind !== 'message') continue
        const has = request.fields.some(
          ({name, type, isRepeated}) => name === 'request_id' && type === 'string' && !isRepeated,
        )
        if (has) continue
        const message = `Request "${request.name}" of "${rpc.name}" needs "string request_id", so that a repeated call is noticed.`
        report(rpc.request, message)
      }
    }
  },
})
