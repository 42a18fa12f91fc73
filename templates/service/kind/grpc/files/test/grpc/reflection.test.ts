import {Client, credentials, status as Status} from '@grpc/grpc-js'
import {fromJSON, type MessageTypeDefinition} from '@grpc/proto-loader'
import {expect, test} from 'vitest'
import {startService} from '../service.js'
import {grpcAddress, serviceName} from './client.js'

/** As much of grpc/reflection/v1/reflection.proto as it takes to ask what there is. */
const definitions = fromJSON({
  nested: {
    Request: {fields: {listServices: {type: 'string', id: 7}}},
    Response: {fields: {listServicesResponse: {type: 'List', id: 6}}},
    List: {fields: {service: {rule: 'repeated', type: 'Service', id: 1}}},
    Service: {fields: {name: {type: 'string', id: 1}}},
  },
})
const type = (name: string) => definitions[name] as MessageTypeDefinition<object, object>

/** What a tool is told that asks: names of services, or the status of a refusal. */
async function asked(reflection: string): Promise<readonly string[] | string> {
  const service = await startService({environment: {GRPC_REFLECTION: reflection}})
  const client = new Client(grpcAddress(service), credentials.createInsecure())
  const path = '/grpc.reflection.v1.ServerReflection/ServerReflectionInfo'
  const stream = client.makeBidiStreamRequest(path, type('Request').serialize, type('Response').deserialize)
  try {
    return await new Promise(resolve => {
      stream.on('error', (error: Error & {readonly code?: number}) => resolve(Status[error.code ?? 0] ?? ''))
      stream.on('data', ({listServicesResponse: {service: all}}) =>
        resolve(all.map(({name}: {readonly name: string}) => name)),
      )
      stream.write({listServices: '*'})
    })
  } finally {
    stream.end()
    client.close()
    await service.close()
  }
}

test('tools are told what there is, where that is on', async () => {
  expect(await asked('on')).toContain(serviceName)
  expect(await asked('auto')).toContain(serviceName)
  expect(await asked('off')).toBe('UNIMPLEMENTED')
})
