import {Ajv, type AnySchema, type ValidateFunction} from 'ajv'

const compiled = new WeakMap<object, ValidateFunction>()

let done = false

/**
 * Lets AJV compile each schema once in a process. swagger-parser makes a new AJV for every document, which compiles the
 * schema of OpenAPI anew: 70 ms of processor time each, in a repository of fifty contracts more than all the rest. The
 * parser has no switch for it, so `validate` of AJV is replaced by one that does the same and remembers.
 */
export function compileSchemasOnce(): void {
  if (done) return
  done = true
  // What the classes for all drafts inherit from.
  const prototype: Ajv = Object.getPrototypeOf(Ajv.prototype)
  const original = prototype.validate
  function validate(this: Ajv, schema: AnySchema | string, data: unknown) {
    if (typeof schema !== 'object') return original.call(this, schema, data)
    const check = compiled.get(schema) ?? this.compile(schema)
    compiled.set(schema, check)
    const valid = check(data)
    this.errors = check.errors ?? null
    return valid
  }
  prototype.validate = validate as typeof original
}
