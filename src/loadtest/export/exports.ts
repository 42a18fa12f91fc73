import {MeshError} from '../../core/errors.js'
import type {Line} from '../../core/report.js'
import {didYouMean} from '../../core/suggest.js'
import type {Run} from '../report/report.js'
import {redactedPath} from '../source/headers.js'
import {metricsOf, type RunMetrics} from './metrics.js'
import {otlpMessage} from './otlp.js'
import {type Message, post} from './post.js'
import {remoteWrites} from './remote-write.js'

type Environment = Readonly<Record<string, string | undefined>>

/** Where the figures of a run are sent when it is over. */
export interface Export {
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly messages: (run: RunMetrics) => readonly Message[]
}

/** The systems that figures can be sent to, and where the environment may say where and with which headers. */
const systems = {
  otlp: {
    messages: (run: RunMetrics) => [otlpMessage(run)],
    headers: ['OTEL_EXPORTER_OTLP_METRICS_HEADERS', 'OTEL_EXPORTER_OTLP_HEADERS'],
    url: ({OTEL_EXPORTER_OTLP_METRICS_ENDPOINT: own, OTEL_EXPORTER_OTLP_ENDPOINT: common}: Environment) =>
      own || (common && `${common.replace(/\/+$/, '')}/v1/metrics`),
    wanted: 'Write --export otlp=http://127.0.0.1:4318/v1/metrics, or set OTEL_EXPORTER_OTLP_ENDPOINT.',
  },
  prometheus: {
    messages: remoteWrites,
    headers: ['MESH_REMOTE_WRITE_HEADERS'],
    url: ({MESH_REMOTE_WRITE_URL: url}: Environment) => url,
    wanted: 'Write --export prometheus=http://127.0.0.1:9090/api/v1/write, or set MESH_REMOTE_WRITE_URL.',
  },
} as const

/** Reads `otlp`, `otlp=URL` and `prometheus=URL`, before anything is sent. */
export function readExports(texts: readonly string[], environment: Environment = process.env): Export[] {
  return texts.map(text => {
    const [name = '', ...rest] = text.split('=')
    const address = rest.join('=')
    if (name !== 'otlp' && name !== 'prometheus')
      throw new MeshError(
        `Figures cannot be sent to "${name}".${didYouMean(name, Object.keys(systems))}`,
        'Write --export otlp=URL or --export prometheus=URL.',
      )
    const {url, wanted, headers, messages} = systems[name]
    return {url: checked(address || url(environment), name, wanted), headers: headersOf(headers, environment), messages}
  })
}

function checked(address: string | undefined, name: string, wanted: string): string {
  if (!address) throw new MeshError(`--export ${name} does not say where to.`, wanted)
  const url = URL.canParse(address) ? new URL(address) : undefined
  if (url === undefined || !/^https?:$/.test(url.protocol))
    throw new MeshError(`"${address}" is no http or https URL.`, wanted)
  if (url.username !== '' || url.password !== '')
    throw new MeshError(
      'The URL of --export has credentials in it, which end up in logs.',
      `Send them as a header: ${systems[name as keyof typeof systems].headers.at(-1)}="authorization=Basic …".`,
    )
  return address
}

/** `name=value,name=value`, as OpenTelemetry writes it: values are encoded as in URLs. */
function headersOf(names: readonly string[], environment: Environment): Record<string, string> {
  const [name = ''] = names.filter(each => environment[each])
  const pairs = (environment[name] ?? '').split(',').filter(pair => pair.trim() !== '')
  return Object.fromEntries(
    pairs.map(pair => {
      const at = pair.indexOf('=')
      if (at < 1) throw new MeshError(`${name} is not understood.`, `Write ${name}="name=value,name=value".`)
      return [pair.slice(0, at).trim().toLowerCase(), decoded(pair.slice(at + 1).trim())]
    }),
  )
}

function decoded(value: string): string {
  try {
    return decodeURIComponent(value)
  } catch {
    return value
  }
}

/** Sends the figures of a run, and tells how that went; a system that is down takes nothing from the verdict. */
export async function sendFigures(run: Run, exports: readonly Export[]): Promise<Line[]> {
  if (exports.length === 0) return []
  const metrics = metricsOf(run)
  return Promise.all(exports.map(each => send(metrics, each)))
}

async function send(metrics: RunMetrics, {url, headers, messages}: Export): Promise<Line> {
  const shown = redactedPath(url)
  try {
    let complaint: string | undefined
    for (const message of messages(metrics)) {
      const answer = await post(url, {...message, headers: {...headers, ...message.headers}})
      complaint ??= partialSuccess(answer)
    }
    if (complaint !== undefined)
      return {mark: 'doubtful', text: `${shown} took only a part of the figures: ${complaint}.`}
    return {mark: 'plain', text: `The figures were sent to ${shown}.`}
  } catch (error) {
    return {mark: 'doubtful', text: `The figures could not be sent to ${shown}: ${reasonOf(error)}.`}
  }
}

/** What an OTLP server says of figures that it left out, although it answered with success. */
function partialSuccess(answer: string): string | undefined {
  try {
    const {rejectedDataPoints = 0, errorMessage = ''} = JSON.parse(answer).partialSuccess ?? {}
    return Number(rejectedDataPoints) > 0 ? errorMessage || `${rejectedDataPoints} were rejected` : undefined
  } catch {
    return undefined
  }
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  if (error.name === 'TimeoutError') return 'it did not answer in time'
  // fetch says "fetch failed", and why in the cause.
  const {cause} = error
  const {code, message} = (
    cause instanceof AggregateError ? cause.errors[0] : (cause ?? error)
  ) as NodeJS.ErrnoException
  return code === 'ECONNREFUSED' ? 'nothing listens there' : (message || code || error.message).replace(/\.$/, '')
}
