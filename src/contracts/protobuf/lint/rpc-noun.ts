import {rpcVerbs} from '../../../standard/protobuf.js'
import {lintRule} from '../model.js'
import {verbOf} from '../verbs.js'

/** Words that join a noun to a condition: what is behind them belongs into the request. */
const prepositions =
  'After|Before|Between|By|During|For|From|In|Into|Of|On|Over|Since|Through|To|Under|Until|With|Within|Without'

const joined = new RegExp(`[a-z0-9](${prepositions})(?=[A-Z])`)

export default lintRule({
  summary: 'Require names of rpcs to be a verb and a noun, without conditions',
  why: '`GetOrderByCustomer` is followed by `GetOrderByCustomerAndDate`: each condition becomes an rpc. As a field of the request it is one more filter. For teams that follow the API improvement proposals.',
  fix: 'Name what is acted upon, and move conditions into fields of the request.',
  severity: 'info',
  presets: [],
  examples: {
    valid: [
      '\nsyntax = "proto3";\nservice OrderService { rpc GetOrder(Request) returns (Response); rpc BatchGetOrders(Request) returns (Response); }\n',
      '\nsyntax = "proto3";\nservice OrderService { rpc GetInvoice(Request) returns (Response); rpc ListForms(Request) returns (Response); } // "In" and "For" begin words.\n',
    ],
    invalid: [
      `
syntax = "proto3";
service OrderService {
  rpc Get(Request) returns (Response); // want: Rpc "Get" is a verb only; add what it acts upon.
  rpc GetOrderByCustomer(Request) returns (Response); // want: Rpc "GetOrderByCustomer" has a condition behind "By"; make it a field of the request.
}
`,
      `
syntax = "proto3";
service OrderService {
  rpc ListItemsForOrder(Request) returns (Response); // want: Rpc "ListItemsForOrder" has a condition behind "For"; make it a field of the request.
}
`,
    ],
  },

  check({document}, report) {
    for (const rpc of document.rpcs) {
      const {name} = rpc
      if (verbOf(name, rpcVerbs) === name) report(rpc, `Rpc "${name}" is a verb only; add what it acts upon.`)
      const preposition = joined.exec(name)?.[1]
      if (preposition !== undefined)
        report(rpc, `Rpc "${name}" has a condition behind "${preposition}"; make it a field of the request.`)
    }
  },
})
