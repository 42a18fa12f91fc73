import {mkdtemp, readFile, rm, writeFile} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {MeshError} from '../core/errors.js'
import type {Progress} from '../core/progress.js'
import type {Report} from '../core/report.js'
import {freePort} from '../io/free-port.js'
import {runProcess} from '../io/process.js'
import {type ServerCommand, type ServerProcess, startServer} from '../io/server-process.js'
import {linkDependencies} from '../scaffold/link.js'
import {breakContract} from './break-contract.js'
import {type Call, runCall, type Step} from './steps.js'

export interface Tour {
  /** Leave the folder with both projects behind. */
  readonly keep: boolean
  /** Seconds of load. */
  readonly seconds: number
  readonly progress: Progress
  readonly signal: AbortSignal
  /** Told of each step when it has ended. */
  readonly onStep: (step: Step) => Promise<void>
}

/** Milliseconds until a project that was just made must be ready; its first start compiles it. */
const wait = 60_000

/**
 * Makes a service and a gateway in a temporary folder and takes them through every job of mesh. Every step is mesh
 * itself, run as a user runs it.
 */
export async function tour({keep, seconds, progress, signal, onStep}: Tour): Promise<Report> {
  const folder = await mkdtemp(join(tmpdir(), 'mesh-demo-'))
  const orders = join(folder, 'orders')
  const gateway = join(folder, 'gateway')
  // Both projects trust the same development issuer, so one token is good for both.
  const env = {DEV_ISSUER_FILE: join(folder, 'development-issuer.json')}
  const steps: Step[] = []
  const servers: ServerProcess[] = []
  const run = async (call: Omit<Call, 'cwd' | 'expected'> & Partial<Call>) => {
    progress(`${call.title} …`)
    const step = await runCall({cwd: orders, expected: [0], env, ...call}, signal)
    steps.push(step)
    await onStep(step)
    return step
  }
  const start = async (title: string, server: Omit<ServerCommand, 'command' | 'ready' | 'wait'>) => {
    progress(`${title} …`)
    const process = await startServer({command: 'npm start', ready: '/ready', wait, ...server}, signal)
    servers.push(process)
    return process
  }
  try {
    const without = ['--no-install', '--no-git']
    await run({title: 'Make a service', words: ['new', 'service', 'orders', ...without], cwd: folder})
    const port = await freePort()
    const upstream = `orders=http://127.0.0.1:${port}`
    await run({
      title: 'Make a gateway',
      words: ['new', 'gateway', 'gateway', '--upstream', upstream, ...without],
      cwd: folder,
    })
    for (const project of [orders, gateway]) await provideDependencies(project, progress, signal)
    await run({title: 'Judge the contract of the service', words: ['lint', 'contracts']})
    const broken = await breakContract(join(orders, 'contracts', 'openapi.yaml'))
    await run({title: `Break the contract: ${broken.what}`, words: ['lint', 'contracts'], expected: [1]})
    await broken.restore()
    await run({title: 'Prove the service against the pact of its consumer', words: ['pact', 'verify']})

    const service = await start('Start the service', {cwd: orders, env})
    const routes = join(gateway, 'gateway.yaml')
    // The service was started on a port that was free just now; that of the gateway's routes may be another.
    await writeFile(routes, (await readFile(routes, 'utf8')).replaceAll(`:${port}`, `:${service.port}`))
    const edge = await start('Start the gateway', {cwd: gateway, env})
    const token = await mintToken(orders, env, signal)
    await run({
      title: `Load the service through the gateway for ${seconds} seconds`,
      words: [
        ...['loadtest', edge.url, '--contract', join('contracts', 'openapi.yaml')],
        ...[
          '--rate',
          '200/s',
          '--duration',
          `${seconds}s`,
          '--warmup',
          '2s',
          '--threshold',
          'p95<50ms',
          '--threshold',
          'errors<1%',
        ],
      ],
      hidden: ['--header', `Authorization: Bearer ${token}`],
      // What a busy machine makes of it is a verdict, too: missed, or invalid because the generator was late.
      expected: [0, 1, 4],
    })
  } finally {
    progress(keep ? 'Stop the servers …' : 'Clean up …')
    await Promise.allSettled(servers.map(server => server.stop()))
    for (const server of servers) server.forget()
    if (!keep) await rm(folder, {recursive: true, force: true})
  }
  return reportOf(steps, keep ? folder : undefined)
}

/** The packages of this checkout serve both projects; the published mesh has none of them and installs. */
async function provideDependencies(project: string, progress: Progress, signal: AbortSignal): Promise<void> {
  const link = await linkDependencies(project)
  if (link.linked) return
  progress(`Install the dependencies of ${project} …`)
  const {code, output} = await runProcess('npm', ['install', '--no-audit', '--no-fund'], {
    cwd: project,
    signal,
    timeout: 300_000,
  })
  if (code !== 0)
    throw new MeshError(
      `The dependencies of the demo could not be installed. ${link.reason}\n${output.split('\n').slice(-5).join('\n')}`,
      'The demo needs the package registry when mesh does not run from a checkout. Check the network and try again.',
    )
}

async function mintToken(project: string, env: Readonly<Record<string, string>>, signal: AbortSignal): Promise<string> {
  const {code, output} = await runProcess('npm', ['run', '--silent', 'token'], {
    cwd: project,
    env: {...process.env, ...env},
    signal,
    timeout: wait,
  })
  if (code !== 0)
    throw new MeshError(
      `The development issuer gave no token: ${output.trim()}`,
      'Run the demo with --keep and look at the service.',
    )
  return output.trim()
}

function reportOf(steps: readonly Step[], folder: string | undefined): Report {
  const surprises = steps.filter(step => !step.asExpected)
  const seconds = steps.reduce((sum, step) => sum + step.seconds, 0)
  return {
    outcome: surprises.length === 0 ? 'pass' : 'fail',
    summary:
      surprises.length === 0
        ? `The tour went through: ${steps.length} commands in ${seconds.toFixed(0)} s. ${verdictOf(steps.at(-1))}`
        : `${surprises.length} of ${steps.length} commands did not end as expected.`,
    findings: [],
    next: folder
      ? [`Both projects are in ${folder}.`, 'Start with the README of either.']
      : ['The folder of the tour is gone; --keep leaves it behind.', 'Begin your own: mesh new service <name>'],
    data: {folder: folder ?? null, steps},
  }
}

/** The last line of a load test's result, in a sentence about it. */
function verdictOf(load: Step | undefined): string {
  const verdict = load?.output
    .split('\n')
    .findLast(line => /^(Passed|Failed|Inconclusive|Invalid|Interrupted)/.test(line))
  return verdict === undefined ? '' : `The verdict on the gateway: ${verdict}`
}
