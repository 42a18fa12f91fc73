export {redisTestBroker} from './messaging/brokers/redis.js'
