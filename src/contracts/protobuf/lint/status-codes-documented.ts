import {didYouMean} from '../../../core/suggest.js'
import {statusCodes} from '../../../standard/protobuf.js'
import {lintRule} from '../model.js'

export default lintRule({
  summary: 'Require the comment of every rpc to list the status codes it fails with',
  why: 'Callers decide by the status code whether to retry, to ask the user or to give up; the signature of an rpc does not say which ones there are.',
  fix: 'Add a line such as `Errors: NOT_FOUND, PERMISSION_DENIED.` to the comment above the rpc.',
  severity: 'warning',
  examples: {
    valid: [
      `
syntax = "proto3";
service OrderService {
  // Gets an order.
  // Errors: NOT_FOUND, PERMISSION_DENIED.
  rpc GetOrder(GetOrderRequest) returns (GetOrderResponse);
}
`,
      `
syntax = "proto3";
service OrderService {
  /*
   * Pays an order.
   *
   * Errors:
   *  - FAILED_PRECONDITION: the order is paid already
   *  - UNAVAILABLE: the HTTP gateway of the bank does not answer
   */
  rpc PayOrder(PayOrderRequest) returns (PayOrderResponse);
}
`,
    ],
    invalid: [
      `
syntax = "proto3";
service OrderService {
  // Gets an order.
  rpc GetOrder(GetOrderRequest) returns (GetOrderResponse); // want: The comment of rpc "GetOrder" has no "Errors:" with the status codes it fails with.
  rpc PayOrder(PayOrderRequest) returns (PayOrderResponse); // want: Rpc "PayOrder" has no comment with "Errors:" and the status codes it fails with.
}
`,
      `
syntax = "proto3";
service OrderService {
  // Gets an order. Errors: NOTFOUND, ABORTED.
  rpc GetOrder(GetOrderRequest) returns (GetOrderResponse); // want: "NOTFOUND" is no status code of gRPC that the standard knows. Did you mean "NOT_FOUND"?
  // Pays an order. Errors: many.
  rpc PayOrder(PayOrderRequest) returns (PayOrderResponse); // want: The comment of rpc "PayOrder" names no status code behind "Errors:".
}
`,
    ],
  },

  check({document}, report) {
    for (const rpc of document.rpcs) {
      const comment = document.comments.leading(rpc.start)
      const listed = comment && /\bErrors:([\s\S]*)/.exec(comment.text)?.[1]
      if (comment === undefined)
        report(rpc, `Rpc "${rpc.name}" has no comment with "Errors:" and the status codes it fails with.`)
      else if (listed === undefined)
        report(rpc, `The comment of rpc "${rpc.name}" has no "Errors:" with the status codes it fails with.`)
      else {
        const codes = codesIn(listed)
        if (codes.length === 0) report(rpc, `The comment of rpc "${rpc.name}" names no status code behind "Errors:".`)
        for (const code of codes)
          if (!statusCodes.includes(code))
            report(rpc, `"${code}" is no status code of gRPC that the standard knows.${didYouMean(code, statusCodes)}`)
      }
    }
  },
})

/**
 * The codes of a list: words in capitals that the list begins with, or that stand at the start of its lines or behind
 * a comma. Others, such as HTTP in an explanation, are words of a sentence.
 */
function codesIn(list: string): string[] {
  return [...list.matchAll(/(?:^|\n|,|;|\bor\b|\band\b)[\s\-*`"(]*([A-Z][A-Z0-9_]{2,})\b/g)].map(
    ([, code = '']) => code,
  )
}
