import {type DestinationStream, type Logger, type LoggerOptions, pino} from 'pino'
import {currentContext} from '../context/request-context.js'
import {timestamp} from '../context/timestamp.js'
import {createCollector} from './collector.js'

export type {Logger} from 'pino'

/** Members that never reach a log, at the top or one level down. */
const secretKeys = ['authorization', 'cookie', 'password', 'secret', 'token', 'accessToken', 'refreshToken', 'apiKey']
const secretHeaders = ['authorization', 'cookie', 'set-cookie', 'x-api-key', 'proxy-authorization']

/** Standard output, in portions of 16 kB or every 100 ms. What waits is written before the process ends. */
function standardOutput(): DestinationStream {
  const output = pino.destination({sync: false})
  const collector = createCollector(output, {portion: 16_384, longestWait: 100})
  process.prependOnceListener('beforeExit', () => collector.flush())
  const atExit = () => collector.flushSync()
  process.once('exit', atExit)
  output.once('close', () => process.off('exit', atExit))
  return collector
}

/** JSON lines on standard output; each one carries the ids of the request that it was written for. */
export function createLogger(
  {service, version, level}: {readonly service: string; readonly version: string; readonly level: string},
  destination?: DestinationStream,
): Logger {
  const options: LoggerOptions = {
    level,
    base: {service, version},
    timestamp: () => `,"time":"${timestamp()}"`,
    formatters: {level: label => ({level: label})},
    redact: {
      paths: [
        ...secretKeys.flatMap(key => [key, `*.${key}`]),
        ...secretHeaders.map(name => `headers["${name}"]`),
        ...secretHeaders.map(name => `*.headers["${name}"]`),
      ],
      censor: '[redacted]',
    },
    mixin: () => {
      const context = currentContext()
      if (!context) return {}
      const {requestId, correlationId, traceParent, platform, subject} = context
      return {requestId, correlationId, traceId: traceParent.traceId, platform, ...(subject !== undefined && {subject})}
    },
  }
  return pino(options, destination ?? standardOutput())
}
