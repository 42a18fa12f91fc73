import {describe, expect, test} from 'vitest'
import {read} from './read.js'

const twins = {
  '2.6': `
asyncapi: 2.6.0
servers: {eu: {url: eu.example.com, protocol: kafka}, chat: {url: chat.example.com, protocol: wss}}
channels:
  orders:
    servers: [eu]
    bindings: {kafka: {topic: orders-v1}}
    publish: {operationId: onOrder, message: {$ref: '#/components/messages/Order'}}
  talk:
    servers: [chat]
    subscribe: {operationId: sendTalk, message: {oneOf: [{name: Hello}, {name: Bye}]}}
components:
  messages:
    Order:
      payload: {type: object}
      traits: [{title: first}, {title: second, headers: {type: object}}]
`,
  '3.0': `
asyncapi: 3.0.0
servers: {eu: {host: eu.example.com, protocol: kafka}, chat: {host: chat.example.com, protocol: wss}}
channels:
  orders:
    address: orders
    servers: [{$ref: '#/servers/eu'}]
    bindings: {kafka: {topic: orders-v1}}
    messages: {Order: {$ref: '#/components/messages/Order'}}
  talk:
    address: talk
    servers: [{$ref: '#/servers/chat'}]
    messages: {Hello: {}, Bye: {}}
operations:
  onOrder: {action: receive, channel: {$ref: '#/channels/orders'}}
  sendTalk: {action: send, channel: {$ref: '#/channels/talk'}}
components:
  messages:
    Order:
      payload: {type: object}
      traits: [{title: first}, {title: second, headers: {type: object}}]
`,
}

describe.each(Object.entries(twins))('%s', (_, text) => {
  test('channels, operations and messages are those of its twin', async () => {
    const {channels, operations, messages} = (await read(text)).document
    expect(channels.map(({address, isTopic, isDirect}) => [address, isTopic, isDirect])).toEqual([
      ['orders-v1', true, false],
      ['talk', false, true],
    ])
    expect(
      operations.map(each => [each.title, each.action, each.channel?.name, each.messages.map(({name}) => name)]),
    ).toEqual([
      ['Operation "onOrder"', 'receive', 'orders', ['Order']],
      ['Operation "sendTalk"', 'send', 'talk', ['Hello', 'Bye']],
    ])
    expect(messages.map(({name, channels: on}) => [name, on.map(each => each.name)])).toEqual([
      ['Order', ['orders']],
      ['Hello', ['talk']],
      ['Bye', ['talk']],
    ])
  })

  test('of two traits the later one counts', async () => {
    const [order] = (await read(text)).document.messages
    expect(order?.member('title')?.text).toBe('second')
    expect(order?.headers).toHaveLength(1)
  })
})

test('a trait overwrites what it is applied to in 2.x, and does not in 3.x', async () => {
  const text = (version: string) => `
asyncapi: ${version}
components:
  messages:
    Order: {title: own, traits: [{title: of the trait}]}
`
  const titles = await Promise.all(
    ['2.6.0', '3.0.0'].map(async version => (await read(text(version))).document.messages[0]?.member('title')?.text),
  )
  expect(titles).toEqual(['of the trait', 'own'])
})

test('what is said to be in another language is no schema, wherever it stands', async () => {
  const two = await read(`
asyncapi: 2.6.0
channels:
  orders: {publish: {message: {schemaFormat: application/vnd.apache.avro+json;version=1.9.0, payload: {$ref: '#/components/schemas/Order'}}}}
components:
  schemas:
    Order: {type: record, name: Order}
    Line: {type: object}
`)
  expect(two.document.schemas.map(({name}) => name)).toEqual(['Line'])
  const three = await read(`
asyncapi: 3.0.0
components:
  schemas:
    Order: {schemaFormat: application/vnd.apache.avro;version=1.9.0, schema: {type: record}}
    Line: {schemaFormat: application/schema+json;version=draft-07, schema: {type: object}}
  messages:
    Order: {payload: {$ref: '#/components/schemas/Order'}}
    Line: {payload: {$ref: '#/components/schemas/Line'}}
`)
  expect(three.document.schemas.map(({pointer}) => pointer)).toEqual(['/components/schemas/Line/schema'])
  expect(three.document.messages.map(({payload}) => payload?.length)).toEqual([undefined, 1])
})

test('channels, messages and schemas are found in other files', async () => {
  const {document} = await read(
    `
asyncapi: 3.0.0
channels: {orders: {$ref: 'channels.yaml#/orders'}}
operations:
  onOrder: {action: receive, channel: {$ref: '#/channels/orders'}}
  onPaid: {action: receive, channel: {$ref: 'channels.yaml#/paid'}}
`,
    {
      'channels.yaml': `
orders: {address: orders, messages: {placed: {$ref: 'messages/placed.yaml'}}}
paid: {address: paid}
`,
      'messages/placed.yaml': 'name: OrderPlaced\npayload: {$ref: "../schemas.json"}\n',
      'schemas.json': '{"type": "object", "properties": {"id": {"type": "string"}}}',
    },
  )
  expect(document.operations.map(({channel}) => channel?.address)).toEqual(['orders', 'paid'])
  expect(document.messages.map(({name}) => name)).toEqual(['OrderPlaced'])
  expect(document.schemas.map(({document: {source}}) => source.path)).toContain('schemas.json')
})

test('a reply, a null address and odd values are read without a fault', async () => {
  const {document} = await read(`
asyncapi: 3.0.0
channels: {a: {address: null}, b: 7, c: [], d: {messages: [1], servers: 7, bindings: []}, x-own: 1}
operations: {one: {action: send, channel: 7, messages: 7, reply: []}, two: 7}
components: {messages: 7, schemas: []}
`)
  expect(document.channels.map(({address}) => address)).toEqual([undefined, undefined, undefined, undefined])
  expect(document.operations.map(({channel, messages}) => [channel, messages])).toEqual([[undefined, []]])
  expect([document.messages, document.schemas, document.everySchema]).toEqual([[], [], []])
})

test.each([
  ['apiVersion: kafka.strimzi.io/v1\nkind: KafkaTopic\nmetadata: {name: orders}\nspec: {partitions: 3}\n', ['orders']],
  [
    'kind: List\nitems:\n  - {apiVersion: kafka.strimzi.io/v1, kind: KafkaTopic, metadata: {name: a}, spec: {topicName: A}}\n  - {kind: Secret}\n',
    ['A'],
  ],
  ['topics:\n  - {name: a, partitions: 3}\n  - {name: b}\n', ['a', 'b']],
])('topics of a manifest', async (text, names) => {
  const {document} = await read(text)
  expect([document.version, document.topics.map(({name}) => name)]).toEqual(['topics', names])
})

test.each([
  ['2.0.0', '2'],
  ['2.6.0', '2'],
  ['2.6', '2'],
  ['3.0', '3'],
  ['3.1.0', '3'],
  ['1.2.0', 'unknown'],
  ['2.7.0', 'unknown'],
  ['3.2.0', 'unknown'],
  ['30.0.0', 'unknown'],
])('version %s', async (written, version) => {
  expect((await read(`asyncapi: ${written}\n`)).document.version).toBe(version)
})
