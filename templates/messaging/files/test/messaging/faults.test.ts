import {describe} from 'vitest'
import * as registry from '../brokers.js'
import {eventFaults} from './faults.js'
import {brokerRestart} from './restart.js'
import type {TestBroker} from './test-broker.js'

// What must not happen to events, whatever happens on their way, through each broker that this service can be run with.
describe.each(Object.values<TestBroker>(registry))('through $name', broker => {
  eventFaults(broker)
  brokerRestart(broker)
})
