import type {Config} from '../../../config/schema.js'
import {MeshError} from '../../../core/errors.js'
import {runProcess} from '../../../io/process.js'
import {reach} from '../../target/preflight.js'
import {resolveTarget} from '../../target/target.js'
import {memberAt} from '../answer.js'
import {openProbe} from '../probe.js'

/**
 * What the service behind the gateway can be made to do: `fail` answers 500 to everything, `hang` takes requests and
 * never answers, `none` works as ever.
 */
export type Fault = 'fail' | 'hang' | 'none'

/** How the service behind the gateway is made to fail, and to work again. */
export interface FaultHook {
  /** Gives the number of requests that reached the service so far, where the hook tells it. */
  set(fault: Fault): Promise<number | undefined>
  close(): Promise<void>
}

/** Milliseconds that a hook may take. */
const patience = 30_000

const protocol =
  'A command is run with the word "fail", "hang" or "none" behind it; a URL gets it as {"fault": "fail"}. Either may answer {"requests": 12}.'

/** The hook that `--fault` names: a URL of this machine or of a target in mesh.yaml, or a command. */
export async function openFaultHook(
  text: string,
  targets: Config['loadtest']['targets'],
  cwd: string,
): Promise<FaultHook> {
  return /^https?:\/\//.test(text) ? urlHook(text, targets) : commandHook(text, cwd)
}

function commandHook(command: string, cwd: string): FaultHook {
  const shell = process.platform === 'win32' ? ['cmd', '/d', '/s', '/c'] : ['/bin/sh', '-c']
  const [program = '', ...words] = shell
  return {
    async set(fault) {
      const ended = await runProcess(program, [...words, `${command} ${fault}`], {cwd, timeout: patience})
      if (ended.state === 'ended' && ended.code === 0) return requestsIn(ended.output)
      const why = ended.state === 'timed-out' ? `took longer than ${patience / 1000} s` : `ended with ${ended.code}`
      throw new MeshError(`The fault hook "${command} ${fault}" ${why}: ${ended.output.trim().slice(-200)}`, protocol)
    },
    close: async () => {},
  }
}

async function urlHook(text: string, targets: Config['loadtest']['targets']): Promise<FaultHook> {
  const target = await resolveTarget(text, targets)
  const {dialer} = await reach(target, patience)
  // Ctrl-C must not keep the service failing: the hook listens to no signal.
  const probe = openProbe(dialer, patience, new AbortController().signal)
  return {
    async set(fault) {
      const headers = {...target.headers, 'content-type': 'application/json'}
      const {status, body} = await probe.send({
        method: 'POST',
        path: target.path,
        headers,
        body: JSON.stringify({fault}),
      })
      if (status < 300) return requestsIn(body.toString())
      throw new MeshError(`The fault hook "${target.origin}${target.path}" answered ${status} to "${fault}".`, protocol)
    },
    close: () => probe.close(),
  }
}

/** The number in the last line of JSON that says one. */
function requestsIn(output: string): number | undefined {
  for (const line of output.trim().split('\n').reverse())
    try {
      const requests = memberAt(JSON.parse(line), 'requests')
      if (typeof requests === 'number') return requests
    } catch {
      // A command may say other things, too.
    }
  return undefined
}
