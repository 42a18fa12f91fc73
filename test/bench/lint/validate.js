// The peer: swagger-parser alone, which parses, resolves and validates and tells no place.
import SwaggerParser from '@apidevtools/swagger-parser'

const [path = ''] = process.argv.slice(2)
try {
  await SwaggerParser.validate(path, {resolve: {http: false}})
} catch (error) {
  if (!(error instanceof SyntaxError)) throw error
}
