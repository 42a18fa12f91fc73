import type {Run} from '../../../core/run.js'
import {choicesAgree} from '../entities/agreement.js'
import {choicesDifference, choicesText} from '../entities/choices-text.js'
import {
  byContract,
  type Dissent,
  dissentsOf,
  inSentence,
  type Member,
  relatedTo,
  sharedClusters,
  sharedFields,
  titleOf,
} from '../entities/dissent.js'
import {lintRule} from '../model.js'

export default lintRule({
  summary: 'Require the same values of an enum that several contracts describe',
  why: 'A state that only one contract knows cannot be told through the others: it is dropped, becomes UNSPECIFIED, or breaks who reads it. Values are added in one contract and forgotten in the next.',
  fix: 'Add the missing values, or remove those that are gone. A value that is deprecated need not be everywhere.',
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
    Order:
      properties:
        id: {type: string}
        total: {type: integer}
        status: {type: string, enum: [open, in-progress, done]}
// file: order.proto
syntax = "proto3";
message Order {
  string id = 1;
  int32 total = 2;
  OrderStatus status = 3;
}
enum OrderStatus {
  ORDER_STATUS_UNSPECIFIED = 0; // Says that there is no value.
  ORDER_STATUS_OPEN = 1;
  ORDER_STATUS_IN_PROGRESS = 2;
  ORDER_STATUS_DONE = 3;
}
# file: schema.graphql
type Order { id: ID! total: Int! status: OrderStatus! }
enum OrderStatus { OPEN IN_PROGRESS DONE CLOSED @deprecated(reason: "Is DONE.") }
type Query { order: Order }
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
        status: {type: string} # Says less, but nothing else.
// file: order.proto
syntax = "proto3";
message Order {
  string id = 1;
  int32 total = 2;
  Status status = 3;
  enum Status { OPEN = 0; DONE = 1; }
}
`,
    ],
    invalid: [
      `
# file: openapi.yaml
openapi: 3.1.0
components:
  schemas:
    Order:
      properties:
        id: {type: string}
        total: {type: integer}
        status: {type: string, enum: [open, done, returned]}
// file: order.proto
syntax = "proto3";
message Order {
  string id = 1;
  int32 total = 2;
  OrderStatus status = 3;
}
enum OrderStatus { // want: Enum "OrderStatus" lacks "returned" and has "ORDER_STATUS_LOST", other than property "status" of schema "Order" in "openapi.yaml".
  ORDER_STATUS_UNSPECIFIED = 0;
  ORDER_STATUS_OPEN = 1;
  ORDER_STATUS_DONE = 2;
  ORDER_STATUS_LOST = 3;
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
          id: {type: string}
          total: {type: integer}
          priority: {type: string, enum: [low, high]} # want: Property "priority" of message "OrderPlacedEvent" lacks "URGENT", other than enum "Priority" in "schema.graphql".
# file: schema.graphql
type Order { id: ID! total: Int! priority: Priority! }
enum Priority { LOW HIGH URGENT }
type Query { order: Order }
`,
    ],
  },

  check(contract, report, _, run) {
    for (const dissent of run.once(dissents).get(contract) ?? []) {
      const {choices} = dissent.field
      const other = dissent.others[0].field.choices
      if (choices === undefined || other === undefined) continue
      const related = relatedTo(dissent, ({field}) => `Here the values are ${choicesText(field.choices)}`, placeOf)
      report(
        placeOf(dissent),
        `${nameOf(dissent)} ${choicesDifference(choices, other)}, other than ${there(dissent)}.`,
        related,
      )
    }
  },
})

function dissents(run: Run) {
  const all = sharedClusters(run)
    .flatMap(sharedFields)
    .map(members => members.filter(({field}) => field.choices !== undefined))
  return byContract(
    all.flatMap(members => dissentsOf(members, (a, b) => choicesAgree(a.field.choices, b.field.choices))),
  )
}

/** An enum with a name is told once, however many fields have it. */
function placeOf({field}: Member): unknown {
  return field.choices?.title === undefined ? field.at : field.choices.at
}

function nameOf(member: Member): string {
  return member.field.choices?.title ?? titleOf(member)
}

function there({others: [first]}: Dissent): string {
  return `${inSentence(nameOf(first))} in "${first.described.contract.source.path}"`
}
