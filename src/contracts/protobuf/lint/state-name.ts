import {lintRule} from '../model.js'

export default lintRule({
  summary: 'Enforce "State" instead of "Status" for the life of a thing',
  why: 'A status is what a call ended with, as in `google.rpc.Status`; a state is where a thing stands in its life. For teams that follow the API improvement proposals.',
  fix: 'Call the enum `State`, and the field `state`.',
  severity: 'info',
  presets: [],
  examples: {
    valid: [
      '\nsyntax = "proto3";\nmessage Order { enum State { STATE_UNSPECIFIED = 0; } State state = 1; }\n',
      '\nsyntax = "proto3";\nmessage Status { int32 code = 1; }\nenum HttpStatusCode { HTTP_STATUS_CODE_UNSPECIFIED = 0; } // A message, and codes.\n',
    ],
    invalid: [
      '\nsyntax = "proto3";\nenum Status { STATUS_UNSPECIFIED = 0; } // want: Enum "Status" tells a state; call it "State".\n',
      '\nsyntax = "proto3";\nmessage Order {\n  enum PaymentStatus { PAYMENT_STATUS_UNSPECIFIED = 0; } // want: Enum "PaymentStatus" tells a state; call it "PaymentState".\n}\n',
    ],
  },

  check({document}, report) {
    for (const node of document.enums)
      if (node.name.endsWith('Status'))
        report(node, `Enum "${node.name}" tells a state; call it "${node.name.replace(/Status$/, 'State')}".`)
  },
})
