import {httpBindings} from '../http-rule.js'
import {lintRule, type Message} from '../model.js'

/** A path of `google.api.http`: segments, `*`, `**` and variables such as `{order.id=orders/*}`, and a verb at its end. */
const template = /^(?:\/(?:[^/{}*:]+|\*\*?|\{[A-Za-z_][\w.]*(?:=[^{}]*)?\}))+(?::[^/{}:]+)?$/

export default lintRule({
  summary: 'Require HTTP paths of rpcs that can be served',
  why: 'Gateways read the path when they start: one that is no template, or names a field that the request does not have, keeps the whole service from starting.',
  fix: 'Start the path with a slash, close each brace, and name fields of the request: `/v1/orders/{order_id}`.',
  severity: 'error',
  presets: ['standard', 'recommended', 'minimal'],
  examples: {
    valid: [
      `
syntax = "proto3";
service OrderService {
  rpc GetOrder(GetOrderRequest) returns (Order) {
    option (google.api.http) = {
      get: "/v1/{name=orders/*}"
      additional_bindings { get: "/v1/{by.customer_id}/orders/**" }
    };
  }
  rpc CancelOrder(missing.Request) returns (Order) {
    option (google.api.http) = {post: "/v1/{anything}:cancel" body: "*"}; // The request is not at hand.
  }
}
message GetOrderRequest { string name = 1; By by = 2; }
message By { string customer_id = 1; }
message Order {}
`,
      `
syntax = "proto3";
service OrderService {
  rpc GetOrder(GetOrderRequest) returns (Order) { option (google.api.http).get = "/v1/orders/{id}"; }
}
message GetOrderRequest { string id = 1; }
message Order {}
`,
    ],
    invalid: [
      `
syntax = "proto3";
service OrderService {
  rpc GetOrder(GetOrderRequest) returns (Order) {
    option (google.api.http) = {
      get: "v1/orders/{id}" // want: The path "v1/orders/{id}" does not start with "/".
      additional_bindings { get: "/v1/orders/{id" } // want: "/v1/orders/{id" is no path that a gateway can serve.
    };
  }
}
message GetOrderRequest { string id = 1; }
message Order {}
`,
      `
syntax = "proto3";
service OrderService {
  rpc UpdateOrder(UpdateOrderRequest) returns (Order) {
    option (google.api.http) = {
      patch: "/v1/orders/{order.number}" // want: Request "UpdateOrderRequest" has no field "order.number".
      body: "item" // want: Request "UpdateOrderRequest" has no field "item" for the body.
    };
  }
}
message UpdateOrderRequest { Order order = 1; }
message Order { string id = 1; }
`,
    ],
  },

  check({document}, report) {
    const {set} = document
    for (const rpc of document.rpcs)
      for (const {option, path, body} of httpBindings(rpc)) {
        const request = set.typeOf(rpc.request)
        const place = {node: option, start: path.start, end: path.end}
        if (!path.text.startsWith('/')) report(place, `The path "${path.text}" does not start with "/".`)
        else if (!template.test(path.text)) report(place, `"${path.text}" is no path that a gateway can serve.`)
        if (request?.kind !== 'message') continue
        for (const {1: name = ''} of path.text.matchAll(/\{([\w.]+)(?:=[^{}]*)?\}/g))
          if (!hasField(request, name)) report(place, `Request "${request.name}" has no field "${name}".`)
        if (body !== undefined && body.text !== '*' && body.text !== '' && !hasField(request, body.text)) {
          const at = {node: option, start: body.start, end: body.end}
          report(at, `Request "${request.name}" has no field "${body.text}" for the body.`)
        }
      }

    function hasField(message: Message, path: string): boolean {
      const [first, ...rest] = path.split('.')
      const field = message.fields.find(({name}) => name === first)
      if (field === undefined || rest.length === 0) return field !== undefined
      const type = set.typeOf(field)
      // What is not at hand may have the field.
      return type?.kind === 'message'
        ? hasField(type, rest.join('.'))
        : type === undefined && /\.|^[A-Z]/.test(field.type)
    }
  },
})
