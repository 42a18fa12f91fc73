import {describe, expect, test, vi} from 'vitest'
import {service as name} from '../../src/about.js'
import {createMemoryBroker} from '../../src/messaging/memory-broker.js'
import type {Message} from '../../src/platform/messaging/message.js'
import {serverMissing} from '../postgres-server.js'
import {startService} from '../service.js'
import {openOutbox} from './open-outbox.js'

describe.skipIf(serverMissing !== undefined)(serverMissing ?? 'a service with an outbox', () => {
  test('passes on what it has changed, also what was left by one that died', async () => {
    const {instance, waiting, server} = await openOutbox()
    const messageBroker = createMemoryBroker()
    const heard: Message[] = []
    const receive = async (delivery: Message) => void heard.push(delivery)
    await messageBroker.subscribe({topic: `business-events-${name}-v1`, group: 'listener', atOnce: 1, receive})
    const left = {topic: `business-events-${name}-v1`, id: '1', key: 'left', headers: {}, body: Buffer.from('{}')}
    await instance().add(left)
    const service = await startService({resources: {messageBroker, outbox: instance()}})
    const made = await service.workItems.create({name: 'Kept'})
    await vi.waitFor(() => expect(heard.map(({key}) => key).sort()).toEqual([made.id, 'left'].sort()), {
      timeout: 10_000,
    })
    await service.close()
    expect(await waiting()).toBe(0)
    await server.drop()
  })
})
