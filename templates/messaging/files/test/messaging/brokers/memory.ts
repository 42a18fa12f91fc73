import {createMemoryBroker} from '../../../src/messaging/memory-broker.js'
import type {TestBroker} from '../test-broker.js'

export const memoryTestBroker: TestBroker = {
  name: 'memory',
  connects: false,
  remembers: false,
  async prepare() {
    const broker = createMemoryBroker()
    return {connect: async () => broker, close: async () => void (await broker.close())}
  },
}
