import {defineFeature} from '../feature.js'
import {createJobMetrics} from '../platform/jobs/job-metrics.js'
import {databaseRules, databaseSettings} from '../postgres/settings.js'
import {shareDatabase} from '../postgres/shared-database.js'
import {createPostgresJobQueue} from './postgres-job-queue.js'

/** Jobs are kept in PostgreSQL. */
export const jobs = defineFeature({
  settings: databaseSettings,
  rules: databaseRules,
  async provide(surroundings) {
    const {settings, logger, metrics} = surroundings
    const {database, checks, close} = await shareDatabase(surroundings)
    const queue = createPostgresJobQueue({
      database,
      logger,
      metrics: createJobMetrics(metrics.registry),
      concurrent: settings.JOBS_AT_ONCE,
      waiting: settings.JOBS_WAITING,
    })
    return {
      jobs: queue,
      checks,
      async close() {
        await queue.close()
        await close()
      },
    }
  },
})
