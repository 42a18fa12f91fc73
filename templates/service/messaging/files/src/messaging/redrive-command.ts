import {parseArgs} from 'node:util'
import {service, version} from '../about.js'
import type {Feature} from '../feature.js'
import * as registry from '../features.js'
import {loadEnvironmentFiles} from '../platform/config/environment-files.js'
import {createLogger} from '../platform/logging/logger.js'
import {createMetrics} from '../platform/metrics/metrics.js'
import {provide} from '../provision.js'
import {readSettings} from '../settings.js'
import {redrive} from './redrive.js'

const usage = `Publishes the dead letters of a topic again where they came from.

  npm run --silent redrive -- --topic business-events-orders-v1 [--limit 1000]
`

async function main(): Promise<void> {
  const {values} = parseArgs({
    options: {
      topic: {type: 'string'},
      limit: {type: 'string', default: '1000'},
      help: {type: 'boolean', short: 'h', default: false},
    },
  })
  if (values.help) {
    process.stdout.write(usage)
    return
  }
  const {topic} = values
  if (topic === undefined) throw new Error('--topic is missing: the topic that events are missing from.')
  if (topic.endsWith('-dead-letter')) throw new Error('--topic is the topic that the dead letters came from.')
  if (!/^[1-9]\d{0,8}$/.test(values.limit)) throw new Error(`--limit is "${values.limit}"; it has to be a number.`)
  loadEnvironmentFiles()
  const settings = readSettings(process.env)
  const logger = createLogger({service, version, level: 'silent'})
  const features: readonly Feature[] = Object.values(registry)
  const provision = await provide(features, {settings, logger, metrics: createMetrics()})
  try {
    const {messageBroker: broker} = provision
    if (broker === undefined) throw new Error('This service has no broker.')
    await broker.check().catch(error => {
      throw new Error(`The broker can not be used: ${error instanceof Error ? error.message : error}`)
    })
    const report = (line: string): void => void process.stdout.write(`${line}\n`)
    const published = await redrive({broker, topic, limit: Number(values.limit), report})
    report(published === 0 ? `There are no dead letters of "${topic}".` : `${published} published again.`)
  } finally {
    await provision.close()
  }
}

try {
  await main()
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : error}\n\n${usage}`)
  process.exitCode = 2
}
