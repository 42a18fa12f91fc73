import {readEventContract} from './event-contract.js'

/** contracts/asyncapi.yaml, which lies beside `src` and `dist`. */
export const eventContract = readEventContract(new URL('../../contracts/asyncapi.yaml', import.meta.url))
