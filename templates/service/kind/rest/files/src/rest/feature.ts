import {defineFeature} from '../feature.js'
import {workItemOperations} from './work-item-operations.js'

/** The operations of contracts/openapi.yaml. */
export const rest = defineFeature({
  install: async ({workItems, idempotencyKeys}) => ({operations: workItemOperations(workItems, idempotencyKeys)}),
})
