import {constantRate} from '../../engine/schedule.js'
import {shownLatency, shownNumber} from '../../quantity.js'
import {bad, doubtful, type GatewayCheck, good} from '../gateway-check.js'
import {percentileOf} from '../measured/difference.js'
import {timeObservation, watchMachine} from '../measured/machine.js'
import {paced} from '../measured/paced.js'
import {grpcCodes, openGrpc} from './call.js'

/** What the standard allows a service at p95, in milliseconds. */
const most = 100

/** Answered by every service of the standard, without credentials, and with nothing to do. */
const health = 'grpc.health.v1.Health/Check'

const reflections = [
  'grpc.reflection.v1.ServerReflection/ServerReflectionInfo',
  'grpc.reflection.v1alpha.ServerReflection/ServerReflectionInfo',
]

/** A deadline of a millisecond. */
const noTime = {'grpc-timeout': '1m'}

/** Who answers later than this, in milliseconds, has worked on although nobody waits; who is faster may not have looked. */
const noticed = 50

export const grpc: GatewayCheck = {
  name: 'grpc',
  standard: ['RT-35'],
  measures: true,
  rule: {
    id: 'loadtest/grpc',
    severity: 'error',
    summary:
      'Require that calls are answered in time, that deadlines hold, and that nobody is told what methods there are',
    why: 'Work for a caller who has given up is done for nobody; reflection is a map for whoever attacks.',
    fix: 'Give up at the deadline of the caller, and serve reflection in development only.',
  },
  needs: ({grpc: target}) => (target === undefined ? '--grpc URL of a gRPC service' : undefined),
  async *run({grpc: target, grpcMethod: method = health, headers, rate, duration, signal}) {
    if (target === undefined) return
    const caller = await openGrpc(target)
    // The names of metadata are small letters; what belongs to HTTP/1.1 is left out.
    const metadata = Object.fromEntries(
      Object.entries(headers).flatMap(([name, value]) => (/^accept$/i.test(name) ? [] : [[name.toLowerCase(), value]])),
    )
    try {
      const first = await caller.call(method, metadata)
      if (first.code === grpcCodes.ok) {
        const machine = watchMachine()
        const arrivals = await paced(constantRate(rate, duration), () => caller.call(method, metadata), signal)
        signal.throwIfAborted()
        const failed = arrivals.filter(({result}) => result.code !== grpcCodes.ok).length
        const p95 = percentileOf(
          Float64Array.from(arrivals, ({result}) => result.took),
          95,
        )
        const count = shownNumber(arrivals.length)
        yield failed > 0
          ? bad(`${shownNumber(failed)} of ${count} calls of "${method}" are not answered with OK.`)
          : timeObservation({what: `"${method}" takes`, took: p95, most, figure: `at p95 of ${count} calls`}, machine)
        machine.end()
      } else yield bad(`"${method}" ends with ${shownCode(first.code)} instead of OK.`)
      const late = await caller.call(method, {...metadata, ...noTime})
      if (late.code === grpcCodes.deadlineExceeded)
        yield good('A call whose deadline is over ends with DEADLINE_EXCEEDED.')
      else if (late.code === undefined)
        yield doubtful('A call whose deadline is over is broken off without a code: this end may have been faster.')
      else if (late.code === grpcCodes.ok && late.took < noticed)
        yield doubtful(
          `A call of "${method}" with a deadline of 1 ms ends with OK after ${shownLatency(late.took)}: it is too fast to see whether deadlines are kept. Name a slower one with --grpc-method.`,
        )
      else
        yield bad(
          `A call of "${method}" with a deadline of 1 ms ends with ${shownCode(late.code)} after ${shownLatency(late.took)} instead of DEADLINE_EXCEEDED.`,
        )
      for (const reflection of reflections) {
        const {code} = await caller.call(reflection, metadata)
        const refusals: readonly (number | undefined)[] = [grpcCodes.unimplemented, grpcCodes.permissionDenied]
        yield refusals.includes(code)
          ? good(`"${reflection}" is refused with ${shownCode(code)}.`)
          : bad(`"${reflection}" ends with ${shownCode(code)}: reflection is on.`)
      }
    } finally {
      caller.close()
    }
  },
}

/** `12 UNIMPLEMENTED`. */
function shownCode(code: number | undefined): string {
  if (code === undefined) return 'no code'
  const known = Object.entries(grpcCodes).find(([, value]) => value === code)
  return known ? `${code} ${known[0].replaceAll(/[A-Z]/g, '_$&').toUpperCase()}` : `${code}`
}
