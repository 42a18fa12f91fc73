export {kafkaTestBroker} from './messaging/brokers/kafka.js'
