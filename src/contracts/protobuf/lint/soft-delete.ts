import {lintRule, type Message, type Service} from '../model.js'

export default lintRule({
  summary: 'Require what can be undeleted to say when it was deleted',
  why: 'An rpc that undeletes means that deleted things are still there. Callers have to see which they are, and until when they can be brought back.',
  fix: 'Give the message a timestamp such as `deleted_at` or `delete_time`, and requests of lists `bool show_deleted`.',
  severity: 'info',
  presets: ['recommended'],
  examples: {
    valid: [
      `
syntax = "proto3";
import "google/protobuf/timestamp.proto";
service OrderService {
  rpc UndeleteOrder(UndeleteOrderRequest) returns (UndeleteOrderResponse);
  rpc ListOrders(ListOrdersRequest) returns (ListOrdersResponse);
}
message UndeleteOrderRequest {}
message UndeleteOrderResponse { Order order = 1; }
message ListOrdersRequest { bool show_deleted = 1; }
message ListOrdersResponse {}
message Order { google.protobuf.Timestamp deleted_at = 1; }
`,
      '\nsyntax = "proto3";\nservice OrderService { rpc DeleteOrder(Order) returns (Order); }\nmessage Order {}\n',
    ],
    invalid: [
      `
syntax = "proto3";
service OrderService { rpc UndeleteOrder(UndeleteOrderRequest) returns (Order); }
message UndeleteOrderRequest {}
message Order { string id = 1; } // want: "Order" can be undeleted, but does not say when it was deleted.
`,
      `
syntax = "proto3";
import "google/protobuf/timestamp.proto";
service OrderService {
  rpc UndeleteOrder(UndeleteOrderRequest) returns (UndeleteOrderResponse);
  rpc ListOrders(ListOrdersRequest) returns (ListOrdersResponse);
}
message UndeleteOrderRequest {}
message UndeleteOrderResponse { Order order = 1; }
message Order { google.protobuf.Timestamp delete_time = 1; }
message ListOrdersRequest { int32 page = 1; } // want: "Order" can be undeleted, but "ListOrdersRequest" has no "bool show_deleted".
message ListOrdersResponse {}
`,
    ],
  },

  check({document}, report) {
    const {set} = document
    for (const service of document.services)
      for (const rpc of service.rpcs) {
        const name = /^Undelete([A-Z]\w*)$/.exec(rpc.name)?.[1]
        const resource = name === undefined ? undefined : resourceOf(set.typeOf(rpc.response), name)
        if (name === undefined || resource === undefined) continue
        if (!resource.fields.some(field => /^deleted?_(?:at|time)$/.test(field.name)))
          report(resource, `"${resource.name}" can be undeleted, but does not say when it was deleted.`)
        const request = listRequestOf(service, name)
        if (request !== undefined && !request.fields.some(field => field.name === 'show_deleted'))
          report(request, `"${resource.name}" can be undeleted, but "${request.name}" has no "bool show_deleted".`)
      }

    function resourceOf(type: ReturnType<typeof set.typeOf>, name: string): Message | undefined {
      if (type?.kind !== 'message' || type.name === name) return type?.kind === 'message' ? type : undefined
      const inner = type.fields.map(field => set.typeOf(field)).find(each => each?.name === name)
      return inner?.kind === 'message' ? inner : undefined
    }

    function listRequestOf(service: Service, name: string): Message | undefined {
      const list = service.rpcs.find(each => each.name.startsWith(`List${name}`))
      const type = list && set.typeOf(list.request)
      return type?.kind === 'message' ? type : undefined
    }
  },
})
