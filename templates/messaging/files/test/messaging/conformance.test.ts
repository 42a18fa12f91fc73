import {describe} from 'vitest'
import * as registry from '../brokers.js'
import {brokerConformance} from './conformance.js'
import type {TestBroker} from './test-broker.js'

// What every broker has to hold, against each that this service can be run with.
describe.each(Object.values<TestBroker>(registry))('messages through $name', brokerConformance)
