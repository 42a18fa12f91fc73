/**
 * The members of an object of the specification. Behind the name: `!` when it must be there, `@2.4` when it is one from
 * that version on. What it holds: a word of `Scalar`, the name of another shape, `{…}` for a map from names to it, `[…]`
 * for a list of it, or `'one' | 'two'` for fixed words.
 */
export type Shape = Readonly<Record<string, string>>

/** The objects of a version by their names. */
export type Shapes = Readonly<Record<string, Shape>>

const documented = {description: 'text'} as const

/** Objects that are the same in 2.x and 3.x. */
const both = {
  Contact: {name: 'text', url: 'address', email: 'email'},
  Licence: {'name!': 'text', url: 'address'},
  ExternalDocumentation: {...documented, 'url!': 'address'},
  Tag: {'name!': 'text', ...documented, externalDocs: 'ExternalDocumentation'},
  ServerVariable: {enum: '[text]', default: 'text', ...documented, examples: '[text]'},
  CorrelationId: {...documented, 'location!': 'expression'},
  MessageExample: {name: 'text', summary: 'text', headers: 'map', payload: 'any'},
  ServerBindings: {kafka: 'KafkaServer'},
  ChannelBindings: {kafka: 'KafkaChannel'},
  OperationBindings: {kafka: 'KafkaOperation'},
  MessageBindings: {kafka: 'KafkaMessage'},
  KafkaServer: {schemaRegistryUrl: 'text', schemaRegistryVendor: 'text', bindingVersion: 'text'},
  KafkaChannel: {
    topic: 'text',
    partitions: 'count',
    replicas: 'count',
    topicConfiguration: 'map',
    bindingVersion: 'text',
  },
  KafkaOperation: {groupId: 'schema', clientId: 'schema', bindingVersion: 'text'},
  KafkaMessage: {
    key: 'schema',
    schemaIdLocation: "'header' | 'payload'",
    schemaIdPayloadEncoding: 'text',
    schemaLookupStrategy: 'text',
    bindingVersion: 'text',
  },
  Flows: {
    implicit: 'ImplicitFlow',
    password: 'PasswordFlow',
    clientCredentials: 'PasswordFlow',
    authorizationCode: 'CodeFlow',
  },
} as const satisfies Shapes

/** Says how a flow of OAuth 2 is called; `scopes` is the member that lists what may be asked for. */
function flows(scopes: string): Shapes {
  const shared = {refreshUrl: 'address', [`${scopes}!`]: '{text}'}
  return {
    ImplicitFlow: {'authorizationUrl!': 'address', ...shared},
    PasswordFlow: {'tokenUrl!': 'address', ...shared},
    CodeFlow: {'authorizationUrl!': 'address', 'tokenUrl!': 'address', ...shared},
  }
}

/** Security schemes by their `type`. */
export const securitySchemes: Readonly<Record<string, Shape>> = {
  userPassword: {},
  apiKey: {'in!': "'user' | 'password'"},
  X509: {},
  symmetricEncryption: {},
  asymmetricEncryption: {},
  httpApiKey: {'name!': 'text', 'in!': "'header' | 'query' | 'cookie'"},
  http: {'scheme!': 'text', bearerFormat: 'text'},
  oauth2: {'flows!': 'Flows', scopes: '[text]'},
  openIdConnect: {'openIdConnectUrl!': 'address', scopes: '[text]'},
  plain: {},
  scramSha256: {},
  scramSha512: {},
  gssapi: {},
}

/** What operations and their traits say in all versions. */
const operation2 = {
  operationId: 'text',
  summary: 'text',
  ...documented,
  'security@2.4': '[requirement]',
  tags: '[Tag]',
  externalDocs: 'ExternalDocumentation',
  bindings: 'OperationBindings',
} as const

const message2 = {
  'messageId@2.4': 'text',
  headers: 'schema',
  correlationId: 'CorrelationId',
  schemaFormat: 'text',
  contentType: 'text',
  name: 'text',
  title: 'text',
  summary: 'text',
  ...documented,
  tags: '[Tag]',
  externalDocs: 'ExternalDocumentation',
  deprecated: 'truth',
  bindings: 'MessageBindings',
  examples: '[MessageExample]',
} as const

/** AsyncAPI 2.0 to 2.6. */
export const shapes2: Shapes = {
  ...both,
  ...flows('scopes'),
  Document: {
    'asyncapi!': 'text',
    id: 'address',
    'info!': 'Info',
    servers: '{Server}',
    defaultContentType: 'text',
    'channels!': '{Channel}',
    components: 'Components',
    tags: '[Tag]',
    externalDocs: 'ExternalDocumentation',
  },
  Info: {
    'title!': 'text',
    'version!': 'text',
    ...documented,
    termsOfService: 'address',
    contact: 'Contact',
    license: 'Licence',
  },
  Server: {
    'url!': 'text',
    'protocol!': 'text',
    protocolVersion: 'text',
    ...documented,
    variables: '{ServerVariable}',
    security: '[requirement]',
    'tags@2.5': '[Tag]',
    bindings: 'ServerBindings',
  },
  Channel: {
    ...documented,
    'servers@2.2': '[text]',
    subscribe: 'Operation',
    publish: 'Operation',
    parameters: '{Parameter}',
    deprecated: 'truth',
    bindings: 'ChannelBindings',
  },
  Operation: {...operation2, traits: '[OperationTrait]', message: 'Message'},
  OperationTrait: operation2,
  Message: {...message2, payload: 'any', traits: '[MessageTrait]'},
  MessageTrait: message2,
  Parameter: {...documented, schema: 'schema', location: 'expression'},
  Components: {
    schemas: '{schema}',
    'servers@2.3': '{Server}',
    'channels@2.3': '{Channel}',
    'serverVariables@2.4': '{ServerVariable}',
    messages: '{Message}',
    securitySchemes: '{SecurityScheme}',
    parameters: '{Parameter}',
    correlationIds: '{CorrelationId}',
    operationTraits: '{OperationTrait}',
    messageTraits: '{MessageTrait}',
    serverBindings: '{ServerBindings}',
    channelBindings: '{ChannelBindings}',
    operationBindings: '{OperationBindings}',
    messageBindings: '{MessageBindings}',
  },
}

const described3 = {
  title: 'text',
  summary: 'text',
  ...documented,
  tags: '[Tag]',
  externalDocs: 'ExternalDocumentation',
} as const

const operation3 = {...described3, bindings: 'OperationBindings', security: '[SecurityScheme]'} as const

const message3 = {
  ...described3,
  bindings: 'MessageBindings',
  headers: 'schema',
  correlationId: 'CorrelationId',
  contentType: 'text',
  name: 'text',
  deprecated: 'truth',
  examples: '[MessageExample]',
} as const

/** AsyncAPI 3.0 and 3.1. */
export const shapes3: Shapes = {
  ...both,
  ...flows('availableScopes'),
  Document: {
    'asyncapi!': 'text',
    id: 'address',
    'info!': 'Info',
    servers: '{Server}',
    defaultContentType: 'text',
    channels: '{Channel}',
    operations: '{Operation}',
    components: 'Components',
  },
  Info: {
    'title!': 'text',
    'version!': 'text',
    ...documented,
    termsOfService: 'address',
    contact: 'Contact',
    license: 'Licence',
    tags: '[Tag]',
    externalDocs: 'ExternalDocumentation',
  },
  Server: {
    'host!': 'text',
    'protocol!': 'text',
    protocolVersion: 'text',
    pathname: 'text',
    ...described3,
    bindings: 'ServerBindings',
    variables: '{ServerVariable}',
    security: '[SecurityScheme]',
  },
  Channel: {
    address: 'text or null',
    messages: '{Message}',
    ...described3,
    bindings: 'ChannelBindings',
    servers: '[reference]',
    parameters: '{Parameter}',
  },
  Operation: {
    'action!': "'send' | 'receive'",
    'channel!': 'reference',
    ...operation3,
    traits: '[OperationTrait]',
    messages: '[reference]',
    reply: 'Reply',
  },
  OperationTrait: operation3,
  Reply: {address: 'ReplyAddress', channel: 'reference', messages: '[reference]'},
  ReplyAddress: {...documented, 'location!': 'expression'},
  Message: {...message3, payload: 'schema', traits: '[MessageTrait]'},
  MessageTrait: message3,
  MultiFormatSchema: {schemaFormat: 'text', 'schema!': 'any'},
  Parameter: {enum: '[text]', default: 'text', ...documented, examples: '[text]', location: 'expression'},
  Components: {
    schemas: '{schema}',
    servers: '{Server}',
    channels: '{Channel}',
    operations: '{Operation}',
    messages: '{Message}',
    securitySchemes: '{SecurityScheme}',
    serverVariables: '{ServerVariable}',
    parameters: '{Parameter}',
    correlationIds: '{CorrelationId}',
    replies: '{Reply}',
    replyAddresses: '{ReplyAddress}',
    externalDocs: '{ExternalDocumentation}',
    tags: '{Tag}',
    operationTraits: '{OperationTrait}',
    messageTraits: '{MessageTrait}',
    serverBindings: '{ServerBindings}',
    channelBindings: '{ChannelBindings}',
    operationBindings: '{OperationBindings}',
    messageBindings: '{MessageBindings}',
  },
}
