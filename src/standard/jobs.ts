import type {Member} from './member.js'

/** What an answer with status 202 says of the job that it began. */
export const jobMembers: readonly Member[] = [
  {name: 'jobId', required: true},
  {
    name: 'status',
    required: true,
    type: 'string',
    values: ['pending', 'processing', 'completed', 'failed', 'cancelled'],
  },
]
