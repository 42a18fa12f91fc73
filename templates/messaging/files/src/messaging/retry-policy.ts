// `x-retry` of an operation in the contract has the members of a policy.
export {type RetryPolicy, retryDelay, standardRetries} from '../platform/retries/retry-policy.js'
