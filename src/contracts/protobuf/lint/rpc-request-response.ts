import {z} from 'zod'
import {toPascalCase} from '../../../standard/casing.js'
import {lintRule, type Rpc, type RpcType} from '../model.js'
import {rpcUsage, usedTypeOf} from '../rpc-usage.js'
import {headOf} from '../spans.js'

const empty = 'google.protobuf.Empty'

export default lintRule({
  summary: 'Require a request and a response of its own for every rpc',
  why: 'A message that two rpcs share, or the empty message, cannot get a field for one of them later without changing the other or breaking every client.',
  fix: 'Let `rpc X` take `XRequest` and return `XResponse`, empty messages at first if need be, and use them nowhere else.',
  severity: 'error',
  options: z.strictObject({
    servicePrefix: z
      .boolean()
      .default(false)
      .describe('Whether `OrderServiceGetRequest` is right for `Get` of `OrderService`, too.'),
    allowEmpty: z.boolean().default(false).describe(`Whether \`${empty}\` may be used.`),
  }),
  examples: {
    valid: [
      `
syntax = "proto3";
service OrderService {
  rpc GetOrder(GetOrderRequest) returns (GetOrderResponse);
  rpc WatchOrders(WatchOrdersRequest) returns (stream .example.WatchOrdersResponse);
  rpc ImportOrders(ImportOrdersRequest) returns (google.longrunning.Operation);
  rpc ExportOrders(ExportOrdersRequest) returns (google.longrunning.Operation);
}
`,
      `
syntax = "proto3";
// A type from a file that is not at hand is judged by its name.
import "example/orders/v1/messages.proto";
service OrderService {
  rpc GetOrder(orders.v1.GetOrderRequest) returns (orders.v1.GetOrderResponse);
}
`,
    ],
    invalid: [
      `
syntax = "proto3";
import "google/protobuf/empty.proto";
service OrderService {
  rpc GetOrder(GetOrderRequest) returns (Order); // want: Rpc "GetOrder" returns "Order"; it must be "GetOrderResponse".
  rpc DeleteOrder(DeleteOrderRequest) returns (google.protobuf.Empty); // want: Rpc "DeleteOrder" returns "google.protobuf.Empty"; it must be "DeleteOrderResponse".
}
message Order {}
message GetOrderRequest {}
message DeleteOrderRequest {}
`,
      `
syntax = "proto3";
service OrderService {
  rpc Echo(EchoRequest) returns (EchoRequest); // want: Rpc "Echo" takes and returns the same message "EchoRequest". | Rpc "Echo" returns "EchoRequest"; it must be "EchoResponse".
}
service ItemService {
  rpc Get(GetRequest) returns (GetResponse); // want: "GetRequest" is used by other rpcs than "Get", too. | "GetResponse" is used by other rpcs than "Get", too.
}
service OtherService {
  rpc Get(GetRequest) returns (GetResponse); // want: "GetRequest" is used by other rpcs than "Get", too. | "GetResponse" is used by other rpcs than "Get", too.
}
message EchoRequest {}
message GetRequest {}
message GetResponse {}
`,
    ],
  },

  check({document}, report, {servicePrefix, allowEmpty}) {
    const {set} = document
    const {rpcsOf} = set.once(rpcUsage)
    for (const rpc of document.rpcs) {
      const {request, response} = rpc
      const isSame = usedTypeOf(request, set) === usedTypeOf(response, set)
      if (isSame && !isAllowed(request))
        report(headOf(rpc), `Rpc "${rpc.name}" takes and returns the same message "${shortName(request)}".`)
      judgeName(request, 'takes', 'Request')
      judgeName(response, 'returns', 'Response')
      judgeUse(request)
      if (!isSame) judgeUse(response)
    }

    function judgeName(use: RpcType, verb: string, suffix: string): void {
      const rpc = use.parent
      const wanted = expectedNames(rpc, suffix, servicePrefix)
      if (wanted.includes(shortName(use)) || isAllowed(use)) return
      report(use, `Rpc "${rpc.name}" ${verb} "${isEmpty(use) ? empty : shortName(use)}"; it must be "${wanted[0]}".`)
    }

    function judgeUse(use: RpcType): void {
      const {parent: rpc} = use
      const users = rpcsOf.get(usedTypeOf(use, set)) ?? new Set()
      if (users.size < 2 || isAllowed(use)) return
      const others = [...users].slice(0, 4).filter(other => other !== rpc)
      const related = others.map(at => ({at, message: `Rpc "${at.name}" uses it.`}))
      report(headOf(rpc), `"${shortName(use)}" is used by other rpcs than "${rpc.name}", too.`, related)
    }

    function isAllowed(use: RpcType): boolean {
      return (allowEmpty && isEmpty(use)) || set.typeNameOf(use) === 'google.longrunning.Operation'
    }

    function isEmpty(use: RpcType): boolean {
      return shortName(use) === 'Empty' && set.typeNameOf(use) === empty
    }
  },
})

function expectedNames(rpc: Rpc, suffix: string, servicePrefix: boolean): string[] {
  const name = toPascalCase(rpc.name) + suffix
  return servicePrefix ? [name, toPascalCase(rpc.parent.name) + name] : [name]
}

function shortName({type}: RpcType): string {
  return type.slice(type.lastIndexOf('.') + 1)
}
