import {spawn} from 'node:child_process'
import {randomUUID} from 'node:crypto'
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import {tmpdir} from 'node:os'
import {dirname, join, resolve} from 'node:path'
import {setTimeout as pause} from 'node:timers/promises'
import {vi} from 'vitest'

// Each run of mesh starts several processes, some of them test runners: a busy machine takes its time.
vi.setConfig({testTimeout: 120_000})

/** vitest sets FORCE_COLOR, and Node warns when NO_COLOR is set as well. */
const {FORCE_COLOR: _color, ...withoutColor} = process.env

const binary = resolve('bin/run.js')

export interface Outcome {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

export interface RunOptions {
  readonly env?: Readonly<Record<string, string>>
  /** Sends this signal after so many milliseconds, or once a file is there. */
  readonly interrupt?: {readonly after: number | string; readonly signal: NodeJS.Signals}
}

/** A folder with files, in which the built binary is run. Objects are written as JSON. */
export class Project {
  readonly folder: string

  /** The files of a new folder, or a folder that is there. */
  constructor(files: Readonly<Record<string, unknown>> | string = {}) {
    this.folder = typeof files === 'string' ? files : mkdtempSync(join(tmpdir(), 'mesh-pact-test-'))
    if (typeof files === 'string') return
    for (const [path, content] of Object.entries(files)) this.write(path, content)
  }

  write(path: string, content: unknown): void {
    const file = join(this.folder, path)
    mkdirSync(dirname(file), {recursive: true})
    writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content, null, 2))
  }

  read(path: string): string {
    return readFileSync(join(this.folder, path), 'utf8')
  }

  list(path: string): string[] {
    return readdirSync(join(this.folder, path)).sort()
  }

  /** Runs mesh, and fails when a process that it started outlives it. */
  async mesh(args: readonly string[], {env = {}, interrupt}: RunOptions = {}): Promise<Outcome> {
    // What mesh leaves for the user, such as the log of a provider that failed, goes with the project.
    const temporary = join(this.folder, '.tmp')
    mkdirSync(temporary, {recursive: true})
    const mark = `MESH_TEST_MARK=${randomUUID()}`
    const [name = '', value] = mark.split('=')
    const child = spawn(process.execPath, [binary, ...args], {
      cwd: this.folder,
      env: {...withoutColor, NO_COLOR: '1', TMPDIR: temporary, ...env, [name]: value},
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    let stdout = ''
    let stderr = ''
    child.stdout.on('data', chunk => {
      stdout += chunk
    })
    child.stderr.on('data', chunk => {
      stderr += chunk
    })
    if (interrupt) this.#isTime(interrupt.after).then(() => child.kill(interrupt.signal))
    const code = await new Promise<number | null>(done => child.once('close', done))
    await nobodyLeft(mark, `mesh ${args.join(' ')}`)
    return {code, stdout, stderr}
  }

  async #isTime(after: number | string): Promise<void> {
    if (typeof after === 'number') return pause(after, undefined, {ref: false})
    for (let round = 0; round < 600 && !existsSync(join(this.folder, after)); round++) await pause(50)
  }

  remove(): void {
    rmSync(this.folder, {recursive: true, force: true})
  }
}

/** A project of consumer tests with the packages of this repository. */
export function consumerProject(files: Readonly<Record<string, unknown>>): Project {
  const project = new Project({'package.json': {name: 'web', type: 'module'}, ...files})
  symlinkSync(resolve('node_modules'), join(project.folder, 'node_modules'))
  return project
}

/** A process that was killed is gone a moment later. */
async function nobodyLeft(mark: string, what: string): Promise<void> {
  for (let round = 0; round < 50; round++) {
    const left = marked(mark)
    if (left.length === 0) return
    if (round === 49) throw new Error(`"${what}" left processes behind: ${left.join(', ')}.`)
    await pause(40)
  }
}

/** Processes whose environment has the mark; on systems without /proc none are seen. */
function marked(mark: string): string[] {
  try {
    return readdirSync('/proc').filter(id => /^\d+$/.test(id) && environmentOf(id).includes(mark))
  } catch {
    return []
  }
}

function environmentOf(id: string): string {
  try {
    return readFileSync(`/proc/${id}/environ`, 'utf8')
  } catch {
    return ''
  }
}
