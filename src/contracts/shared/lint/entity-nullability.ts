import type {Run} from '../../../core/run.js'
import {presencesAgree, shapesAgree} from '../entities/agreement.js'
import {
  byContract,
  dissentsOf,
  type Member,
  placeOf,
  relatedTo,
  sharedClusters,
  sharedFields,
  titleOf,
} from '../entities/dissent.js'
import {presenceOf, presenceText} from '../entities/presences.js'
import {lintRule} from '../model.js'

export default lintRule({
  summary: 'Require several contracts to agree on whether a field is always there',
  why: 'What one contract promises and another one may leave out breaks whoever stands between them: a GraphQL server that is given null for a field with "!" answers with an error, and proto3 makes an empty string of null.',
  fix: 'Decide whether the field is always there, and say so in all contracts: `required` without null, `!`, no `optional`.',
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
      required: [id, name]
      properties:
        id: {type: string}
        name: {type: string}
        nickname: {type: [string, 'null']}
        locale: {type: string, default: en}
// file: user.proto
syntax = "proto3";
message User {
  string id = 1;
  string name = 2; // Is never null, as required ones are.
  optional string nickname = 3;
  string locale = 4;
}
# file: schema.graphql
type User {
  id: ID!
  name: String!
  nickname: String
  locale: String! # Has a default, so it is always there.
}
type Query { user: User }
`,
      `
# file: openapi.yaml
openapi: 3.1.0
components:
  schemas:
    Order:
      properties: # Nothing is required: nobody thought about it.
        id: {type: string}
        total: {type: integer}
        note: {type: string}
# file: schema.graphql
type Order {
  id: ID!
  total: Int!
  note: String!
}
type Query { order: Order }
`,
    ],
    invalid: [
      `
# file: openapi.yaml
openapi: 3.1.0
components:
  schemas:
    User:
      required: [id, email]
      properties:
        id: {type: string}
        email: {type: string}
        nickname: {type: [string, 'null']}
        phone: {type: string}
# file: schema.graphql
type User {
  id: ID!
  email: String # want: Field "email" of type "User" may be null (String); in schema "User" in "openapi.yaml" it is always there (string).
  nickname: String! # want: Field "nickname" of type "User" is always there (String!); in schema "User" in "openapi.yaml" it may be null (string).
  phone: String! # want: Field "phone" of type "User" is always there (String!); in schema "User" in "openapi.yaml" it may be missing (string).
}
type Query { user: User }
`,
      `
# file: openapi.yaml
openapi: 3.0.3
components:
  schemas:
    User:
      required: [id, name]
      properties:
        id: {type: string}
        name: {type: string}
        nickname: {type: string, nullable: true}
// file: user.proto
syntax = "proto3";
message User {
  string id = 1;
  optional string name = 2; // want: Field "name" of message "User" may be missing (optional string); in schema "User" in "openapi.yaml" it is always there (string).
  string nickname = 3; // want: Field "nickname" of message "User" is never null (string); in schema "User" in "openapi.yaml" it may be null (string).
}
`,
    ],
  },

  check(contract, report, _, run) {
    for (const dissent of run.once(dissents).get(contract) ?? []) {
      const [first] = dissent.others
      const there = `in ${placeOf(first)} it ${presenceText(first)}`
      const related = relatedTo(dissent, other => `Here it ${presenceText(other)}`)
      report(dissent.field.at, `${titleOf(dissent)} ${presenceText(dissent)}; ${there}.`, related)
    }
  },
})

function dissents(run: Run) {
  const all = sharedClusters(run).flatMap(sharedFields)
  return byContract(all.flatMap(members => dissentsOf(members, agree)))
}

/** What is not even of one type is told by another rule. */
function agree(a: Member, b: Member): boolean {
  return presencesAgree(presenceOf(a), presenceOf(b)) || !shapesAgree(a.field.shape, b.field.shape)
}
