export {natsTestBroker} from './messaging/brokers/nats.js'
