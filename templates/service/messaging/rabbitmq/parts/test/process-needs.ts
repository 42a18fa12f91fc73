export {rabbitmqTestBroker} from './messaging/brokers/rabbitmq.js'
