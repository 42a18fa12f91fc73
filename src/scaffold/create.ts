import {resolve} from 'node:path'
import {MeshError} from '../core/errors.js'
import type {Progress} from '../core/progress.js'
import type {Report} from '../core/report.js'
import {shownPath} from '../io/files.js'
import {checkVacant, type WrittenFolder, writeFolder} from '../io/folders.js'
import {runProcess} from '../io/process.js'
import type {Composition} from './composition.js'
import {createdReport, type Done, plannedReport} from './created-report.js'
import {linkDependencies} from './link.js'
import {type Order, type Plan, plan} from './plan.js'
import {stateFiles} from './state.js'

/** What to do beside writing the files. */
export interface CreateOptions {
  readonly template: Composition
  readonly order: Omit<Order, 'meshVersion'>
  /** The folder of the project, absolute or from `cwd`; without it, one with its name. */
  readonly folder?: string | undefined
  readonly cwd: string
  /** `link` takes the packages of this checkout where it has them, and installs where not. */
  readonly dependencies: 'install' | 'link' | 'leave'
  /** Make it a git repository with a first commit. */
  readonly git: boolean
  /** Only tell what would be made. */
  readonly dryRun: boolean
  readonly progress: Progress
  readonly signal: AbortSignal
}

/** Makes a project of a template: all of it, or, when it fails or is interrupted, nothing. */
export async function create(options: CreateOptions): Promise<Report> {
  const {template, order, cwd, dryRun, progress, signal} = options
  const planned = plan(template, {...order, meshVersion: __MESH_VERSION__})
  if (options.folder === '')
    throw new MeshError('The folder has no name.', 'Give one behind --dir, or leave --dir out.')
  const folder = resolve(cwd, options.folder ?? order.name)
  await checkVacant(folder)
  const shown = shownPath(folder, cwd)
  if (dryRun) return plannedReport(planned, shown)
  progress(`Writing ${planned.files.length} files`)
  const written = await writeFolder(folder, [...planned.files, ...(await stateFiles(planned))], signal)
  const done = await finish(planned, folder, written, options)
  if (done.failure !== undefined) throw installFailed(done.failure, shown)
  return createdReport(planned, shown, done)
}

/** Dependencies and repository. An interruption takes the project away again; a failing npm does not. */
async function finish(planned: Plan, folder: string, written: WrittenFolder, options: CreateOptions): Promise<Done> {
  const {git, progress, signal} = options
  try {
    const {dependencies, failure} = await provideDependencies(folder, options)
    if (!git) return {dependencies, failure, committed: false}
    progress('Making the first commit')
    const {beginRepository} = await import('../io/git.js')
    const {name, version} = planned.template
    const {committed, note} = await beginRepository(
      folder,
      `feat: begin ${planned.name} from ${name} ${version}`,
      signal,
    )
    return {dependencies, failure, committed, note}
  } catch (error) {
    if (signal.aborted) await written.remove()
    throw error
  }
}

async function provideDependencies(
  folder: string,
  {dependencies, progress, signal}: CreateOptions,
): Promise<Pick<Done, 'dependencies' | 'failure'>> {
  if (dependencies === 'leave') return {dependencies: 'left'}
  if (dependencies === 'link' && (await linkDependencies(folder)).linked) return {dependencies: 'linked'}
  const started = performance.now()
  const tell = () => progress(`Installing dependencies (${Math.round((performance.now() - started) / 1000)} s)`)
  tell()
  const ticking = setInterval(tell, 1000)
  try {
    const words = ['install', '--no-audit', '--no-fund', '--loglevel=error']
    const npm = await runProcess('npm', words, {
      cwd: folder,
      env: npmEnvironment(),
      signal,
      timeout: 600_000,
    })
    if (npm.state === 'missing') return {dependencies: 'left', failure: 'npm is not installed.'}
    if (npm.state === 'timed-out') return {dependencies: 'left', failure: 'It took more than ten minutes.'}
    return npm.code === 0 ? {dependencies: 'installed'} : {dependencies: 'left', failure: tail(npm.output)}
  } finally {
    clearInterval(ticking)
  }
}

/** Under `npm run` and `npx` these describe another package than the new one. */
function npmEnvironment(): NodeJS.ProcessEnv {
  const ours = Object.entries(process.env).filter(
    ([name]) => !/^npm_(package|lifecycle|command|config_local_prefix)/.test(name),
  )
  return Object.fromEntries(ours)
}

function tail(output: string): string {
  const lines = output.split('\n').filter(line => line.trim() !== '' && !/A complete log of this run/.test(line))
  return `It said:\n${lines.slice(-8).join('\n')}`
}

function installFailed(failure: string, shown: string): MeshError {
  return new MeshError(
    `The project is in "${shown}", but npm could not install its dependencies. ${failure}`,
    `Mend the cause and run "npm install" in "${shown}"; everything else is done.`,
  )
}
