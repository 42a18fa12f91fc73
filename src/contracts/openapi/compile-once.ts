import {Ajv, type AnySchema, type ValidateFunction} from 'ajv'

/** A schema that was compiled when the project was built. */
interface Compiled {
  readonly id: string
  readonly default: ValidateFunction
}

/** Compiled schemas by their id, and those that have none or are others by themselves. */
const compiled = new Map<unknown, ValidateFunction>()

let done = false

/**
 * Lets AJV take the schemas of OpenAPI compiled, and compile others once in a process. swagger-parser makes a new AJV for
 * every document, which compiles the schema of OpenAPI anew: 70 ms of processor time each, in a repository of fifty
 * contracts more than all the rest, and for a small contract as much as all the rest. The parser has no switch for it, so
 * `validate` of AJV is replaced by one that does the same and remembers.
 */
export async function compileSchemasOnce(version: '3.0' | '3.1'): Promise<void> {
  const ready: Compiled = await (version === '3.0' ? import('mesh:structure/3.0') : import('mesh:structure/3.1'))
  compiled.set(ready.id, ready.default)
  if (done) return
  done = true
  // What the classes for all drafts inherit from.
  const prototype: Ajv = Object.getPrototypeOf(Ajv.prototype)
  const original = prototype.validate
  function validate(this: Ajv, schema: AnySchema | string, data: unknown) {
    if (typeof schema !== 'object') return original.call(this, schema, data)
    const check = compiled.get(schema.$id ?? schema['id']) ?? compiled.get(schema) ?? this.compile(schema)
    compiled.set(schema, check)
    const valid = check(data)
    this.errors = check.errors ?? null
    return valid
  }
  prototype.validate = validate as typeof original
}
