/** A contract of many operations whose schemas refer to each other, so that the bench needs no file of its own. */
export function largeContract(operations) {
  const paths = {}
  const schemas = {}
  for (let index = 0; index < operations; index++) {
    const name = `Thing${index}`
    schemas[name] = {
      type: 'object',
      required: ['id', 'createdAt'],
      properties: {
        id: {type: 'string', format: 'uuid', description: `What ${name} is called.`},
        createdAt: {type: 'string', format: 'date-time'},
        next: {$ref: `#/components/schemas/Thing${(index + 1) % operations}`},
        parts: {
          type: 'array',
          items: {
            allOf: [
              {$ref: `#/components/schemas/Thing${(index * 7) % operations}`},
              {
                type: 'object',
                properties: {amount: {type: 'integer', minimum: 0}, note: {type: 'string', maxLength: 200}},
              },
            ],
          },
        },
      },
    }
    const ok = description => ({
      description,
      content: {'application/json': {schema: {$ref: `#/components/schemas/${name}`}}},
    })
    const id = {
      name: 'id',
      in: 'path',
      required: true,
      description: 'Which one.',
      schema: {type: 'string', format: 'uuid'},
    }
    paths[`/api/v1/things${index}/{id}`] = {
      parameters: [id],
      get: {operationId: `get${name}`, responses: {200: ok('It.'), 404: {$ref: '#/components/responses/NotFound'}}},
      put: {
        operationId: `put${name}`,
        requestBody: {required: true, content: {'application/json': {schema: {$ref: `#/components/schemas/${name}`}}}},
        responses: {200: ok('As it is now.'), 422: {$ref: '#/components/responses/NotFound'}},
      },
    }
  }
  return {
    openapi: '3.0.3',
    info: {title: 'Things', version: '1.0.0', description: 'Made for measuring.'},
    paths,
    components: {schemas, responses: {NotFound: {description: 'There is no such thing.'}}},
  }
}
