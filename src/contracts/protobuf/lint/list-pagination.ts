import {paginationFields} from '../../../standard/protobuf.js'
import {isWellKnown} from '../is-well-known.js'
import {lintRule, type Message, type Place, type RpcType} from '../model.js'
import {verbOf} from '../verbs.js'

export default lintRule({
  summary: 'Require pages in every rpc that lists',
  why: 'A list without pages grows until a call fails; one way to turn pages lets clients and gateways do it the same everywhere.',
  fix: 'Give the request `int32 page` and `int32 limit`, and the response a repeated field and `Pagination pagination` with page, limit, total, has_next and has_prev.',
  severity: 'error',
  examples: {
    valid: [
      `
syntax = "proto3";
service OrderService { rpc ListOrders(ListOrdersRequest) returns (ListOrdersResponse); }
message ListOrdersRequest { int32 page = 1; int32 limit = 2; }
message ListOrdersResponse { repeated Order orders = 1; Pagination pagination = 2; }
message Order {}
message Pagination { int32 page = 1; int32 limit = 2; int64 total = 3; bool has_next = 4; bool has_prev = 5; }
`,
      `
syntax = "proto3";
import "example/orders/v1/messages.proto"; // Not at hand: nothing is known about the messages.
service OrderService {
  rpc ListOrders(ListOrdersRequest) returns (ListOrdersResponse);
  rpc ListenToOrders(ListenToOrdersRequest) returns (ListenToOrdersResponse);
}
message ListenToOrdersRequest {}
message ListenToOrdersResponse {}
`,
    ],
    invalid: [
      `
syntax = "proto3";
service OrderService { rpc ListOrders(ListOrdersRequest) returns (ListOrdersResponse); }
message ListOrdersRequest { // want: Request "ListOrdersRequest" needs "int32 page". | Request "ListOrdersRequest" needs "int32 limit".
}
message ListOrdersResponse { // want: Response "ListOrdersResponse" has no repeated field for what is listed. | Response "ListOrdersResponse" needs "Pagination pagination".
}
`,
      `
syntax = "proto3";
service OrderService { rpc ListOrders(ListOrdersRequest) returns (ListOrdersResponse); }
message ListOrdersRequest {
  int32 page = 1;
  string limit = 2; // want: "limit" of request "ListOrdersRequest" must be int32, not string.
}
message ListOrdersResponse {
  repeated string ids = 1;
  Pagination pagination = 2; // want: Message "Pagination" has no "total", "has_prev".
}
message Pagination { int32 page = 1; int32 limit = 2; bool has_next = 4; }
`,
    ],
  },

  check({document}, report) {
    const {set} = document
    for (const {name, request, response} of document.rpcs) {
      // What is streamed has no pages: it ends when it ends.
      if (verbOf(name, ['List']) === undefined || request.stream || response.stream) continue
      const asked = set.typeOf(request)
      const given = set.typeOf(response)
      if (asked?.kind === 'message') judgeRequest(asked, request)
      if (given?.kind === 'message') judgeResponse(given, response)
    }

    function judgeRequest(message: Message, use: RpcType): void {
      for (const wanted of ['page', 'limit']) {
        const field = message.fields.find(each => each.name === wanted)
        if (field === undefined) report(placeOf(message, use), `Request "${message.name}" needs "int32 ${wanted}".`)
        else if (field.type !== 'int32' || field.isRepeated) {
          const type = field.isRepeated ? `repeated ${field.type}` : field.type
          report(field, `"${wanted}" of request "${message.name}" must be int32, not ${type}.`)
        }
      }
    }

    function judgeResponse(message: Message, use: RpcType): void {
      const at = placeOf(message, use)
      if (!message.fields.some(field => field.isRepeated))
        report(at, `Response "${message.name}" has no repeated field for what is listed.`)
      const field = message.fields.find(each => each.name === 'pagination')
      if (field === undefined) {
        report(at, `Response "${message.name}" needs "Pagination pagination".`)
        return
      }
      const type = set.typeOf(field)
      if (type?.kind !== 'message') return
      const missing = paginationFields.filter(name => !type.fields.some(each => each.name === name))
      if (missing.length > 0)
        report(field, `Message "${type.name}" has no ${missing.map(name => `"${name}"`).join(', ')}.`)
    }
  },
})

/** The message, or where it is used when it comes from a file that nobody can change. */
function placeOf(message: Message, use: RpcType): Place {
  return isWellKnown(message) ? use : message
}
