import type {Run} from '../../../core/run.js'
import {shapesAgree} from '../entities/agreement.js'
import {byContract, dissentsOf, placeOf, relatedTo, sharedClusters, sharedFields, titleOf} from '../entities/dissent.js'
import {shapeText} from '../entities/shape-text.js'
import {type ApiEntityField, lintRule} from '../model.js'

export default lintRule({
  summary: 'Require one type for a field that several contracts describe',
  why: 'A user whose age is a number in the REST API and a string in the events is converted at every border, until somebody forgets it. Types differ most where nobody sees two contracts side by side.',
  fix: 'Give the field the same type in all contracts. Where it differs on purpose, exempt one of the places with the reason.',
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
        id: {type: string, format: uuid}
        visits: {type: string, description: A 64-bit integer is a string in JSON}
        created_at: {type: string, format: date-time}
        roles: {type: array, items: {type: string}}
// file: user.proto
syntax = "proto3";
import "google/protobuf/timestamp.proto";
message User {
  string id = 1;
  int64 visits = 2;
  google.protobuf.Timestamp created_at = 3;
  repeated string roles = 4;
}
# file: schema.graphql
scalar DateTime
type User {
  id: ID!
  visits: String!
  createdAt: DateTime!
  roles: [String!]!
}
`,
      `
# file: services/billing/openapi.yaml
openapi: 3.1.0
components:
  schemas:
    Account:
      properties:
        id: {type: string}
        name: {type: string}
        balance: {type: number}
        currency: {type: string}
// file: services/login/account.proto
syntax = "proto3";
message Account { // Another service, another thing.
  string id = 1;
  int32 name = 2;
  string password_hash = 3;
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
        name: {type: string}
        age: {type: integer}
        lastLogin: {type: string, format: date-time}
// file: user.proto
syntax = "proto3";
message User {
  string id = 1;
  string name = 2;
  string age = 3; // want: Field "age" of message "User" is a string; in schema "User" in "openapi.yaml" it is an integer.
  int64 last_login = 4; // want: Field "last_login" of message "User" is a 64-bit integer (int64); in schema "User" in "openapi.yaml" it is a point in time (string, date-time).
}
`,
      `
# file: order.proto
syntax = "proto3";
message Order {
  string id = 1;
  int64 total = 2;
  repeated string tags = 3;
}
# file: schema.graphql
type Order {
  id: ID!
  total: Int! # want: Field "total" of type "Order" is a 32-bit integer (Int!); in message "Order" in "order.proto" it is a 64-bit integer (int64).
  tags: [Int!]! # want: Field "tags" of type "Order" is a list of 32-bit integers ([Int!]!); in message "Order" in "order.proto" it is a list of strings (repeated string).
}
type Query { order: Order }
`,
    ],
  },

  check(contract, report, _, run) {
    for (const dissent of run.once(dissents).get(contract) ?? []) {
      const [first] = dissent.others
      const there = `in ${placeOf(first)} it is ${textOf(first.field)}`
      const related = relatedTo(dissent, ({field}) => `Here it is ${textOf(field)}`)
      report(dissent.field.at, `${titleOf(dissent)} is ${textOf(dissent.field)}; ${there}.`, related)
    }
  },
})

function dissents(run: Run) {
  const all = sharedClusters(run).flatMap(sharedFields)
  return byContract(all.flatMap(members => dissentsOf(members, (a, b) => shapesAgree(a.field.shape, b.field.shape))))
}

function textOf({shape, written}: ApiEntityField): string {
  const text = shapeText(shape)
  // "a string" says nothing twice.
  return text.endsWith(` ${written}`) ? text : `${text} (${written})`
}
