import {lintRule} from '../model.js'
import {extensionOptions} from '../option-lookup.js'

const operation = 'google.longrunning.Operation'

export default lintRule({
  summary: 'Require long-running rpcs to say what they give in the end',
  why: '`google.longrunning.Operation` holds a message of any type: without the annotation neither people nor generators know which one to expect.',
  fix: 'Add `option (google.longrunning.operation_info)` with `response_type` and `metadata_type`.',
  severity: 'warning',
  presets: ['recommended'],
  examples: {
    valid: [
      `
syntax = "proto3";
service OrderService {
  rpc ExportOrders(ExportOrdersRequest) returns (google.longrunning.Operation) {
    option (google.longrunning.operation_info) = {response_type: "ExportOrdersResponse" metadata_type: "ExportProgress"};
  }
}
`,
      '\nsyntax = "proto3";\npackage example;\nservice S { rpc GetOperation(GetOperationRequest) returns (Operation); }\nmessage GetOperationRequest {}\nmessage Operation {} // Another one of that name.\n',
    ],
    invalid: [
      `
syntax = "proto3";
service OrderService {
  rpc ExportOrders(ExportOrdersRequest) returns (google.longrunning.Operation); // want: Rpc "ExportOrders" gives an operation, but does not say its response_type and metadata_type.
}
`,
      `
syntax = "proto3";
service OrderService {
  rpc ExportOrders(ExportOrdersRequest) returns (.google.longrunning.Operation) {
    option (google.longrunning.operation_info) = { // want: Rpc "ExportOrders" gives an operation, but does not say its metadata_type.
      response_type: "ExportOrdersResponse"
    };
  }
}
`,
    ],
  },

  check({document}, report) {
    for (const rpc of document.rpcs) {
      // Rpcs of the service of operations themselves hand on what others have begun.
      if (document.packageName === 'google.longrunning' || document.set.typeNameOf(rpc.response) !== operation) continue
      const options = extensionOptions(rpc, 'google.longrunning.operation_info')
      const missing = ['response_type', 'metadata_type'].filter(
        name => !options.some(option => option.value.get(name) ?? option.name.endsWith(`.${name}`)),
      )
      if (missing.length > 0)
        report(
          options[0] ?? rpc,
          `Rpc "${rpc.name}" gives an operation, but does not say its ${missing.join(' and ')}.`,
        )
    }
  },
})
