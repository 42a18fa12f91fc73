import {type DestinationStream, type Logger, type LoggerOptions, pino} from 'pino'
import {currentContext} from '../context/request-context.js'
import {timestamp} from '../context/timestamp.js'

export type {Logger} from 'pino'

/** Members that never reach a log, at the top or one level down. */
const secretKeys = ['authorization', 'cookie', 'password', 'secret', 'token', 'accessToken', 'refreshToken', 'apiKey']
const secretHeaders = ['authorization', 'cookie', 'set-cookie', 'x-api-key', 'proxy-authorization']

/** Bytes that are written at once. */
const portion = 16_000

/** Milliseconds for which a line may wait for others. */
const longestWait = 100

/** To write each line by itself costs more than to make it. What waits is written before the process ends. */
function collecting(): DestinationStream {
  return pino.destination({sync: false, minLength: portion, periodicFlush: longestWait})
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
      const {requestId, correlationId, traceParent, platform} = context
      return {requestId, correlationId, traceId: traceParent.traceId, platform}
    },
  }
  return pino(options, destination ?? collecting())
}
