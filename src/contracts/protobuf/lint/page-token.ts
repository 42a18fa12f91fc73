import {isWellKnown} from '../is-well-known.js'
import {lintRule, type Message} from '../model.js'
import {verbOf} from '../verbs.js'

export default lintRule({
  summary: 'Require page tokens in every rpc that lists',
  why: 'With a token the server chooses how it goes on, and pages stay whole while items come and go. For teams that follow the API improvement proposals instead of the pages of the standard: turn `protobuf/list-pagination` off then.',
  fix: 'Give the request `int32 page_size` and `string page_token`, and the response `string next_page_token`.',
  severity: 'warning',
  presets: [],
  examples: {
    valid: [
      `
syntax = "proto3";
service OrderService { rpc ListOrders(ListOrdersRequest) returns (ListOrdersResponse); }
message ListOrdersRequest { int32 page_size = 1; string page_token = 2; }
message ListOrdersResponse { repeated string orders = 1; string next_page_token = 2; }
`,
      `
syntax = "proto3";
service OrderService { rpc ListOrders(ListOrdersRequest) returns (stream ListOrdersResponse); } // A stream has no pages.
message ListOrdersRequest {}
message ListOrdersResponse {}
`,
    ],
    invalid: [
      `
syntax = "proto3";
service OrderService { rpc ListOrders(ListOrdersRequest) returns (ListOrdersResponse); }
message ListOrdersRequest { int32 page_size = 1; } // want: Request "ListOrdersRequest" has no "page_token".
message ListOrdersResponse {} // want: Response "ListOrdersResponse" has no "next_page_token".
`,
      `
syntax = "proto3";
service OrderService { rpc ListOrders(ListOrdersRequest) returns (ListOrdersResponse); }
message ListOrdersRequest { int32 page = 1; } // want: Request "ListOrdersRequest" has no "page_size", "page_token".
message ListOrdersResponse { string next_page_token = 1; }
`,
    ],
  },

  check({document}, report) {
    for (const {name, request, response} of document.rpcs) {
      if (verbOf(name, ['List']) === undefined || request.stream || response.stream) continue
      judge(document.set.typeOf(request), 'Request', ['page_size', 'page_token'])
      judge(document.set.typeOf(response), 'Response', ['next_page_token'])
    }

    function judge(message: ReturnType<typeof document.set.typeOf>, what: string, wanted: readonly string[]): void {
      if (message?.kind !== 'message' || isWellKnown(message)) return
      const missing = wanted.filter(name => !hasField(message, name)).map(name => `"${name}"`)
      if (missing.length > 0) report(message, `${what} "${message.name}" has no ${missing.join(', ')}.`)
    }
  },
})

function hasField(message: Message, name: string): boolean {
  return message.fields.some(field => field.name === name)
}
