import {z} from 'zod'
import {pascalCase, toPascalCase} from '../../../standard/casing.js'
import {nounVerbs, rpcVerbs} from '../../../standard/protobuf.js'
import {lintRule} from '../model.js'
import {verbOf} from '../verbs.js'

export default lintRule({
  summary: 'Require names of rpcs in PascalCase that start with a verb',
  why: 'An rpc does something: with the verb in front, its name tells what a call does, whether it may be repeated, and which rules of the standard hold for it.',
  fix: 'Start with a verb such as Get, List, Create, Update, Delete, Search or Cancel. Verbs of your domain go into the option `verbs`.',
  severity: 'warning',
  options: z.strictObject({
    verbs: z.array(z.string()).default([]).describe('Further verbs, in PascalCase.'),
  }),
  examples: {
    valid: [
      `
syntax = "proto3";
service OrderService {
  rpc GetOrder(GetOrderRequest) returns (GetOrderResponse);
  rpc BatchGetOrders(BatchGetOrdersRequest) returns (BatchGetOrdersResponse);
  rpc Cancel(CancelRequest) returns (CancelResponse);
}
`,
      `
// options: {"verbs": ["Brew"]}
syntax = "proto3";
service CoffeeService {
  rpc BrewCoffee(BrewCoffeeRequest) returns (BrewCoffeeResponse);
}
`,
    ],
    invalid: [
      `
syntax = "proto3";
service OrderService {
  rpc Order_(OrderRequest) returns (OrderResponse); // want: Rpc "Order_" is not in PascalCase; write "Order".
  rpc Item(ItemRequest) returns (ItemResponse); // want: Rpc "Item" does not start with a verb that the standard knows; name what it does, as "Get" does.
  rpc Getaway(GetawayRequest) returns (GetawayResponse); // want: Rpc "Getaway" does not start with a verb that the standard knows; name what it does, as "Get" does.
}
`,
      `
syntax = "proto3";
service OrderService {
  rpc Order(OrderRequest) returns (OrderResponse); // want: Rpc "Order" does not start with a verb that the standard knows; name what it does, as "Get" does.
  rpc list_orders(ListOrdersRequest) returns (ListOrdersResponse); // want: Rpc "list_orders" is not in PascalCase; write "ListOrders".
}
`,
    ],
  },

  check({document}, report, {verbs}) {
    const known = [...rpcVerbs, ...verbs]
    for (const rpc of document.rpcs) {
      const {name} = rpc
      if (!pascalCase.test(name)) report(rpc, `Rpc "${name}" is not in PascalCase; write "${toPascalCase(name)}".`)
      else if (verbOf(name, known) === undefined || (nounVerbs.includes(name) && !verbs.includes(name)))
        report(
          rpc,
          `Rpc "${name}" does not start with a verb that the standard knows; name what it does, as "Get" does.`,
        )
    }
  },
})
