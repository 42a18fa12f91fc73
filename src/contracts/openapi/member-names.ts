/** Names that members of OpenAPI objects have, for "Did you mean". */
export const memberNames: readonly string[] = [
  ...['openapi', 'info', 'jsonSchemaDialect', 'servers', 'paths', 'webhooks', 'components', 'security', 'tags'],
  ...['externalDocs', 'title', 'summary', 'description', 'termsOfService', 'contact', 'license', 'version', 'name'],
  ...['url', 'email', 'identifier', 'variables', 'enum', 'default', 'schemas', 'responses', 'parameters', 'examples'],
  ...['requestBodies', 'headers', 'securitySchemes', 'links', 'callbacks', 'pathItems', 'get', 'put', 'post'],
  ...['delete', 'options', 'head', 'patch', 'trace', 'operationId', 'requestBody', 'deprecated', 'in', 'required'],
  ...['allowEmptyValue', 'style', 'explode', 'allowReserved', 'schema', 'example', 'content', 'encoding'],
  ...['contentType', 'value', 'externalValue', 'operationRef', 'server', 'discriminator', 'xml', 'propertyName'],
  ...['mapping', 'namespace', 'prefix', 'attribute', 'wrapped', 'type', 'scheme', 'bearerFormat', 'flows'],
  ...['openIdConnectUrl', 'implicit', 'password', 'clientCredentials', 'authorizationCode', 'authorizationUrl'],
  ...['tokenUrl', 'refreshUrl', 'scopes', 'properties', 'additionalProperties', 'items', 'allOf', 'oneOf', 'anyOf'],
  ...['not', 'format', 'nullable', 'readOnly', 'writeOnly', 'pattern', 'minimum', 'maximum', 'exclusiveMinimum'],
  ...['exclusiveMaximum', 'multipleOf', 'minLength', 'maxLength', 'minItems', 'maxItems', 'uniqueItems'],
  ...['minProperties', 'maxProperties', '$self', 'query', 'additionalOperations', 'mediaTypes', 'itemSchema'],
  ...['prefixEncoding', 'itemEncoding', 'dataValue', 'serializedValue', 'defaultMapping', 'nodeType', 'parent', 'kind'],
  ...['deviceAuthorization', 'deviceAuthorizationUrl', 'oauth2MetadataUrl'],
]
