import {z} from 'zod'
import {
  lowerSnakeCase,
  pascalCase,
  toLowerSnakeCase,
  toPascalCase,
  toUpperSnakeCase,
  upperSnakeCase,
} from '../../../standard/casing.js'
import {lintRule} from '../model.js'

export default lintRule({
  summary: 'Enforce the names of services, messages, enums, fields and values',
  why: 'Generators turn names into the style of each language and rely on the one that protobuf prescribes; values of all enums of a package share one scope, so that only a prefix keeps them apart.',
  fix: 'Rename: PascalCase for services (ending in "Service"), messages and enums, lower_snake_case for fields, UPPER_SNAKE_CASE with the name of the enum in front for values. Names given by others go into the option `allow`.',
  severity: 'error',
  options: z.strictObject({
    serviceSuffix: z.string().default('Service').describe('How the name of a service ends.'),
    allow: z.array(z.string()).default([]).describe('Names that are right as they are.'),
  }),
  examples: {
    valid: [
      `
syntax = "proto3";
message HTTPRule { string user_id = 1; int32 line2 = 2; }
enum HTTPStatus { HTTP_STATUS_UNSPECIFIED = 0; HTTP_STATUS_OK_200 = 1; }
service OrderService {}
`,
      `
syntax = "proto3";
message Order {
  enum State { STATE_UNSPECIFIED = 0; STATE_V2_READY = 1; } // The prefix is the name of the enum alone.
  map<string, string> labels = 1;
  oneof Choice { string card_number = 2; } // Names of oneofs have a rule of their own.
}
`,
    ],
    invalid: [
      `
syntax = "proto3";
message user_dto { // want: Message "user_dto" is not in PascalCase; write "UserDto".
  string userId = 1; // want: Field "userId" is not in lower_snake_case; write "user_id".
  string _name = 2; // want: Field "_name" is not in lower_snake_case; write "name".
}
enum role { // want: Enum "role" is not in PascalCase; write "Role".
  ROLE_UNSPECIFIED = 0;
}
`,
      `
syntax = "proto3";
enum OrderState {
  UNSPECIFIED = 0; // want: Value "UNSPECIFIED" of enum "OrderState" does not start with "ORDER_STATE_"; write "ORDER_STATE_UNSPECIFIED".
  ORDER_STATE_Open = 1; // want: Value "ORDER_STATE_Open" of enum "OrderState" is not in UPPER_SNAKE_CASE; write "ORDER_STATE_OPEN".
  closed = 2; // want: Value "closed" of enum "OrderState" is not in UPPER_SNAKE_CASE; write "ORDER_STATE_CLOSED".
}
service Orders {} // want: Service "Orders" does not end in "Service"; write "OrdersService".
service user_service {} // want: Service "user_service" is not in PascalCase; write "UserService".
`,
    ],
  },

  check({document}, report, {serviceSuffix, allow}) {
    for (const service of document.services) {
      const {name} = service
      if (allow.includes(name)) continue
      const better = withSuffix(toPascalCase(name), serviceSuffix)
      if (!pascalCase.test(name)) report(service, `Service "${name}" is not in PascalCase; write "${better}".`)
      else if (!name.endsWith(serviceSuffix))
        report(service, `Service "${name}" does not end in "${serviceSuffix}"; write "${better}".`)
    }
    for (const node of [...document.messages, ...document.enums]) {
      if (pascalCase.test(node.name) || allow.includes(node.name)) continue
      const what = node.kind === 'enum' ? 'Enum' : 'Message'
      report(node, `${what} "${node.name}" is not in PascalCase; write "${toPascalCase(node.name)}".`)
    }
    for (const field of document.fields)
      if (!lowerSnakeCase.test(field.name) && !allow.includes(field.name))
        report(field, `Field "${field.name}" is not in lower_snake_case; write "${toLowerSnakeCase(field.name)}".`)
    for (const {name: owner, values} of document.enums) {
      const prefix = `${toUpperSnakeCase(owner)}_`
      for (const value of values) {
        const {name} = value
        if (allow.includes(name)) continue
        const upper = toUpperSnakeCase(name)
        const better = upper.startsWith(prefix) ? upper : prefix + upper
        if (!upperSnakeCase.test(name))
          report(value, `Value "${name}" of enum "${owner}" is not in UPPER_SNAKE_CASE; write "${better}".`)
        else if (!name.startsWith(prefix))
          report(value, `Value "${name}" of enum "${owner}" does not start with "${prefix}"; write "${better}".`)
      }
    }
  },
})

function withSuffix(name: string, suffix: string): string {
  return name.endsWith(suffix) ? name : name + suffix
}
