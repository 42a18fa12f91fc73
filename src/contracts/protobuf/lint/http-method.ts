import {httpBindings} from '../http-rule.js'
import {lintRule} from '../model.js'
import {verbOf} from '../verbs.js'

const wanted: Readonly<Record<string, readonly string[]>> = {
  Get: ['get'],
  List: ['get'],
  Create: ['post', 'put'],
  Update: ['patch', 'put'],
  Delete: ['delete'],
}

/** Methods whose calls have no body. */
const bodiless: readonly string[] = ['get', 'delete']

export default lintRule({
  summary: 'Require the HTTP method that the verb of an rpc stands for',
  why: 'Caches, retries and browsers go by the method: a Get by POST is never cached, a Delete by GET happens when somebody follows a link.',
  fix: 'Use GET for Get and List, POST for Create, PATCH for Update, DELETE for Delete, and a body for POST, PUT and PATCH only.',
  severity: 'warning',
  presets: ['recommended'],
  examples: {
    valid: [
      `
syntax = "proto3";
service OrderService {
  rpc GetOrder(Request) returns (Response) { option (google.api.http) = {get: "/v1/orders/{id}"}; }
  rpc CreateOrder(Request) returns (Response) { option (google.api.http) = {post: "/v1/orders" body: "*"}; }
  rpc CancelOrder(Request) returns (Response) { option (google.api.http) = {post: "/v1/orders/{id}:cancel" body: "*"}; }
}
`,
      `
syntax = "proto3";
service OrderService {
  rpc GetOrder(Request) returns (Response); // Is not called by HTTP.
  rpc Getaway(Request) returns (Response) { option (google.api.http) = {post: "/v1/getaways" body: "*"}; }
  rpc GetOrders(Request) returns (Response) {
    option (google.api.http) = {get: "/v1/orders" additional_bindings {post: "/v1/orders:get" body: "*"}}; // For long requests.
  }
}
`,
    ],
    invalid: [
      `
syntax = "proto3";
service OrderService {
  rpc GetOrder(Request) returns (Response) {
    option (google.api.http) = {post: "/v1/orders:get" body: "*"}; // want: Rpc "GetOrder" is called by POST; it should be GET.
  }
  rpc DeleteOrder(Request) returns (Response) {
    option (google.api.http) = {delete: "/v1/orders/{id}" body: "*"}; // want: Rpc "DeleteOrder" is called by DELETE and has a body, which DELETE does not have.
  }
}
`,
      `
syntax = "proto3";
service OrderService {
  rpc UpdateOrder(Request) returns (Response) {
    option (google.api.http).post = "/v1/orders/{id}"; // want: Rpc "UpdateOrder" is called by POST; it should be PATCH. | Rpc "UpdateOrder" is called by POST and has no body.
  }
}
`,
    ],
  },

  check({document}, report) {
    for (const rpc of document.rpcs) {
      const bindings = httpBindings(rpc)
      const [main] = bindings
      const methods = wanted[verbOf(rpc.name, Object.keys(wanted)) ?? '']
      if (main !== undefined && methods !== undefined && !methods.includes(main.method)) {
        const better = methods[0]?.toUpperCase()
        const at = {node: main.option, start: main.path.start, end: main.path.end}
        report(at, `Rpc "${rpc.name}" is called by ${main.method.toUpperCase()}; it should be ${better}.`)
      }
      for (const {option, method, path, body} of bindings) {
        const title = `Rpc "${rpc.name}" is called by ${method.toUpperCase()}`
        const at = {node: option, start: path.start, end: path.end}
        if (bodiless.includes(method) && body !== undefined)
          report(at, `${title} and has a body, which ${method.toUpperCase()} does not have.`)
        if (['patch', 'put', 'post'].includes(method) && body === undefined && methods !== undefined)
          report(at, `${title} and has no body.`)
      }
    }
  },
})
