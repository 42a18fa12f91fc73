import type {Run} from '../../../core/run.js'
import {namesAgree} from '../entities/agreement.js'
import {byContract, dissentsOf, placeOf, relatedTo, sharedClusters, sharedFields, titleOf} from '../entities/dissent.js'
import {renamedFields} from '../entities/renames.js'
import {lintRule} from '../model.js'

export default lintRule({
  summary: 'Require one name for a field that several contracts describe',
  why: 'A field that is "phone" in one contract and "phoneNumber" in another has to be mapped by hand in every service between them, and who searches for it finds half of its uses.',
  fix: 'Give the field the same name in all contracts; each language may write its words in its own style.',
  severity: 'warning',
  presets: ['standard', 'recommended'],
  across: true,
  examples: {
    valid: [
      `
# file: openapi.yaml
openapi: 3.1.0
components:
  schemas:
    User:
      properties:
        id: {type: string}
        first_name: {type: string} # The style of all names here.
        zip_code: {type: string}
        home: {type: string}
// file: user.proto
syntax = "proto3";
message User {
  string id = 1;
  string first_name = 2;
  string zip_code = 3;
  string homepage = 4; // Another thing.
}
# file: schema.graphql
type User { id: ID! firstName: String! zipCode: String! }
type Query { user: User }
`,
      `
# file: openapi.yaml
openapi: 3.1.0
components:
  schemas:
    Order:
      properties:
        id: {type: string}
        total: {type: integer}
        note: {type: string}
        created: {type: boolean} # What it is differs: this is no point in time.
        paidAt: {type: string}
// file: order.proto
syntax = "proto3";
message Order {
  string id = 1;
  int32 total = 2;
  string note = 3;
  int32 created_at = 4;
  string paid_date = 5; // Which of the two is meant is not clear.
  string paid_time = 6;
}
`,
    ],
    invalid: [
      `
# file: openapi.yaml
openapi: 3.1.0
components:
  schemas:
    User:
      properties:
        id: {type: string}
        username: {type: string}
        email: {type: string}
        phone: {type: string}
        groupId: {type: string}
// file: user.proto
syntax = "proto3";
message User {
  string id = 1;
  string user_name = 2; // want: Field "user_name" of message "User" is called "userName" in JSON; in schema "User" in "openapi.yaml" it is "username".
  string email = 3;
  string phone_number = 4; // want: Field "phone_number" of message "User" is called "phoneNumber" in JSON; in schema "User" in "openapi.yaml" it is "phone".
  string group_id = 5 [json_name = "groupID"]; // want: Field "group_id" of message "User" is called "groupID" in JSON; in schema "User" in "openapi.yaml" it is "groupId".
}
`,
      `
# file: asyncapi.yaml
asyncapi: 3.0.0
components:
  messages:
    OrderPlacedEvent:
      payload:
        properties:
          orderId: {type: string} # Events call ids by what they identify.
          total: {type: integer}
          currency: {type: string}
          note: {type: string}
          placed: {type: string, format: date-time} # want: Property "placed" of message "OrderPlacedEvent" is called "placed" in JSON; in type "Order" in "schema.graphql" it is "placedAt".
# file: schema.graphql
type Order {
  id: ID!
  total: Int!
  currency: String!
  note: String
  placedAt: String!
}
type Query { order: Order }
`,
    ],
  },

  check(contract, report, _, run) {
    for (const dissent of run.once(dissents).get(contract) ?? []) {
      const [first] = dissent.others
      const there = `in ${placeOf(first)} it is "${first.field.jsonName}"`
      const related = relatedTo(dissent, ({field}) => `Here it is "${field.jsonName}"`)
      report(dissent.field.at, `${titleOf(dissent)} is called "${dissent.field.jsonName}" in JSON; ${there}.`, related)
    }
  },
})

function dissents(run: Run) {
  const all = sharedClusters(run).flatMap(cluster => [...sharedFields(cluster), ...renamedFields(cluster)])
  return byContract(
    all.flatMap(members => dissentsOf(members, (a, b) => namesAgree(a.field.jsonName, b.field.jsonName))),
  )
}
