import {type Constraint, constrainedKinds, constraintFor, constraintsOf} from '../constraints.js'
import {type Field, lintRule} from '../model.js'
import {isScalar} from '../names.js'

/** Bounds of which the first may not be above the second. */
const bounds = [
  ['min_len', 'max_len'],
  ['min_bytes', 'max_bytes'],
  ['min_items', 'max_items'],
  ['min_pairs', 'max_pairs'],
] as const

export default lintRule({
  summary: 'Require constraints of protovalidate to fit the field they are on',
  why: 'A constraint for another type, or one that no value can meet, is only found when the first message is validated, and fails it.',
  fix: 'Use the constraints of the type of the field, `repeated` and `map` for lists and maps, and bounds that leave something between them.',
  severity: 'error',
  presets: ['recommended'],
  examples: {
    valid: [
      `
syntax = "proto3";
import "google/protobuf/wrappers.proto";
message Order {
  string id = 1 [(buf.validate.field).string.min_len = 1, (buf.validate.field).string.max_len = 10];
  repeated string tags = 2 [(buf.validate.field).repeated = {min_items: 1, items: {string: {min_len: 1}}}];
  map<string, int32> counts = 3 [(buf.validate.field).map = {keys: {string: {min_len: 1}}, values: {int32: {gte: 0}}}];
  google.protobuf.StringValue note = 4 [(buf.validate.field) = {required: true, string: {max_len: 9}}];
}
`,
      `
syntax = "proto3";
import "missing.proto";
message Order {
  other.Kind kind = 1 [(buf.validate.field).enum.defined_only = true]; // Not at hand.
  int32 number = 2 [(buf.validate.field).int32 = {gt: 10, lt: 5}]; // Means below 5 or above 10.
}
`,
    ],
    invalid: [
      `
syntax = "proto3";
message Order {
  int32 total = 1 [(buf.validate.field).string.min_len = 1]; // want: Field "total" is int32; constraints of string do not fit.
  repeated string tags = 2 [(buf.validate.field).string.min_len = 1]; // want: Field "tags" is repeated; constraints of string do not fit.
}
`,
      `
syntax = "proto3";
message Order {
  string id = 1 [(buf.validate.field).string = {min_len: 5, max_len: 3}]; // want: "min_len" of field "id" is 5, above its "max_len" of 3; no value is valid.
  repeated int32 lines = 2 [(buf.validate.field).repeated = {items: {string: {max_len: 3}}}]; // want: Field "lines" is int32; constraints of string do not fit.
}
`,
    ],
  },

  check({document}, report) {
    for (const field of document.fields) {
      if (field.options.length === 0) continue
      const constraints = constraintsOf(field)
      const told = new Set<string>()
      for (const constraint of constraints) {
        const fault = misfit(field, constraint, document.set.typeNameOf(field), document.set.typeOf(field)?.kind)
        if (fault === undefined || told.has(fault)) continue
        told.add(fault)
        report(constraint.option, fault)
      }
      for (const {option, path, value} of constraints) {
        const pair = bounds.find(([least]) => path.at(-1) === least)
        const owner = path.slice(0, -1).join('.')
        const most = pair && constraints.find(each => each.path.join('.') === [...path.slice(0, -1), pair[1]].join('.'))
        if (pair === undefined || most === undefined || Number(value.text) <= Number(most.value.text)) continue
        const [least, greatest] = pair.map(name => (owner.includes('.') ? `${owner}.${name}` : name))
        const message = `"${least}" of field "${field.name}" is ${value.text}, above its "${greatest}" of ${most.value.text}`
        report(option, `${message}; no value is valid.`)
      }
    }
  },
})

/** What is wrong with the type that a constraint is for, inside of lists and maps, too. */
function misfit(field: Field, {path}: Constraint, typeName: string, kind: string | undefined): string | undefined {
  const [first = '', second = '', third = ''] = path
  if (!constrainedKinds.has(first)) return undefined
  const whole = field.isMap ? 'map' : field.isRepeated ? 'repeated' : undefined
  if (whole === undefined) return fits(field.type, first, typeName, kind) ? undefined : told(field, field.type, first)
  if (first !== whole) return told(field, whole === 'map' ? 'a map' : whole, first)
  if (second === 'keys' && field.keyType !== undefined && constrainedKinds.has(third) && third !== field.keyType)
    return told(field, `a map with ${field.keyType} keys`, third)
  const isInner = second === 'items' || second === 'values'
  return isInner && constrainedKinds.has(third) && !fits(field.type, third, typeName, kind)
    ? told(field, field.type, third)
    : undefined
}

function fits(type: string, constraint: string, typeName: string, kind: string | undefined): boolean {
  if (isScalar(type)) return constraint === type
  if (kind === 'enum') return constraint === 'enum'
  // What is not at hand may be anything.
  return kind === undefined || constraintFor.get(typeName) === constraint
}

function told(field: Field, type: string, constraint: string): string {
  return `Field "${field.name}" is ${type}; constraints of ${constraint} do not fit.`
}
