import {idName} from '../../../standard/fields.js'
import {type ApiField, type ApiLanguage, type ApiType, lintRule} from '../model.js'

const scalars: readonly ApiType[] = ['integer', 'number', 'boolean']

export default lintRule({
  summary: 'Require ids that are strings',
  why: 'A number can be counted: whoever knows one order knows how many there are and guesses the next. It also ties every caller to one database, and JavaScript rounds it above 2^53.',
  fix: 'Make the id a string, in GraphQL `ID!`, and let nobody but the service know what is in it.',
  severity: 'error',
  security: 'low',
  examples: {
    valid: [
      `
openapi: 3.1.0
paths:
  /api/v1/users/{id}:
    get:
      parameters:
        - {name: id, in: path, required: true, schema: {type: string}}
components:
  schemas:
    User:
      properties:
        managerId: {type: [string, 'null'], format: uuid}
        grid: {type: integer}
        paid: {type: boolean}
        itemIds: {type: array, items: {type: string}}
`,
      `
openapi: 3.0.3
components:
  schemas:
    Order:
      properties:
        id: {allOf: [{$ref: '#/components/schemas/Id'}], readOnly: true}
        parentId: {}
    Id: {type: string}
`,
    ],
    invalid: [
      `
openapi: 3.1.0
paths:
  /api/v1/users/{id}:
    get:
      parameters:
        - name: id # want: Path parameter "id" has the type integer; an id is a string that nobody can count.
          in: path
          required: true
          schema: {type: integer}
components:
  schemas:
    Order:
      properties:
        user_id: {$ref: '#/components/schemas/Id'} # want: Property "user_id" has the type integer with the format "int64"; an id is a string that nobody can count.
        cartId: {type: [number, 'null']} # want: Property "cartId" has the type number; an id is a string that nobody can count.
    Id: {type: integer, format: int64}
`,
      `
openapi: 3.1.0
components:
  schemas:
    Order:
      properties:
        id: {oneOf: [{type: string}, {type: integer}]} # want: Property "id" has the type string or integer; an id is a string that nobody can count.
`,
    ],
  },

  check({document: {api}}, report) {
    for (const field of api.fields) {
      if (!idName.test(field.name)) continue
      const {name, what, written, at} = field
      const title = `${what.charAt(0).toUpperCase()}${what.slice(1)} "${name}"`
      if (scalars.some(type => field.types.has(type)))
        report(at, `${title} has the type ${written}; an id is a string that nobody can count.`)
      else if (isWeakOwnId(field, api.language)) report(at, `${title} has the type ${written}; its own id is "ID!".`)
    }
  },
})

/** In GraphQL the id of an object is what caches know it by: never null, and of the type for ids. */
function isWeakOwnId({name, written, output, types}: ApiField, language: ApiLanguage): boolean {
  const isOwn = language === 'graphql' && name === 'id' && output !== undefined
  return isOwn && types.has('string') && written !== 'ID!'
}
