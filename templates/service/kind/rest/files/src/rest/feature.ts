import {defineFeature} from '../feature.js'
import {jobOperations} from '../platform/jobs/job-operations.js'
import {workItemImportOperations} from './work-item-import-operations.js'
import {workItemOperations} from './work-item-operations.js'

/** The operations of contracts/openapi.yaml. */
export const rest = defineFeature({
  install: async ({workItems, idempotencyKeys: keys, jobs, logger}) => ({
    operations: {
      ...workItemOperations(workItems, keys),
      ...workItemImportOperations({workItems, keys, jobs, logger}),
      ...jobOperations(jobs),
    },
  }),
})
