import {randomUUID} from 'node:crypto'
import {rmSync} from 'node:fs'
import {createRequire} from 'node:module'
import {basename, dirname, join} from 'node:path'
import {pathToFileURL} from 'node:url'
import {MeshError} from '../../core/errors.js'

type Module = Readonly<Record<string, unknown>>
type Loader = (file: string, root: string) => Promise<Module>

/** Imports a module of the user's project. TypeScript is loaded by what the project has for it. */
export async function loadModule(file: string, root: string): Promise<Module> {
  if (!/\.[cm]?ts$/.test(file)) return import(pathToFileURL(file).href)
  for (const [name, load] of Object.entries(loaders)) {
    const entry = resolveFrom(root, name)
    if (entry !== undefined) return load(file, entry)
  }
  // Node 22.18 and newer; the types of Node 20 do not know it.
  if ('typescript' in process.features && process.features.typescript) return import(pathToFileURL(file).href)
  throw new MeshError(
    `"${basename(file)}" is TypeScript, and nothing in the project can load it on Node ${process.versions.node}.`,
    'Install vitest, vite, tsx or esbuild as a development dependency, use Node 22.18 or newer, or write the module in JavaScript.',
  )
}

/** By the package that does it, best first. Each gets the entry of the package as it is found in the project. */
const loaders: Readonly<Record<string, Loader>> = {
  async vite(file, entry) {
    const {runnerImport} = await import(pathToFileURL(entry).href)
    const {module} = await runnerImport(file, {root: dirname(file), configFile: false, logLevel: 'error'})
    return module
  },
  async 'tsx/esm/api'(file, entry) {
    const {tsImport} = await import(pathToFileURL(entry).href)
    return tsImport(pathToFileURL(file).href, import.meta.url)
  },
  async esbuild(file, entry) {
    const {build} = await import(pathToFileURL(entry).href)
    // Beside the module: its packages are looked for from there.
    const outfile = join(dirname(file), `.${basename(file)}.${randomUUID()}.mjs`)
    try {
      await build({
        entryPoints: [file],
        outfile,
        bundle: true,
        packages: 'external',
        platform: 'node',
        format: 'esm',
        logLevel: 'silent',
        sourcemap: 'inline',
      })
      return await import(pathToFileURL(outfile).href)
    } finally {
      rmSync(outfile, {force: true})
    }
  },
}

/** The entry of a package, looked for from the project and from its vitest, which brings vite with it. */
function resolveFrom(root: string, name: string): string | undefined {
  const project = createRequire(join(root, 'package.json'))
  for (const from of [() => project, () => createRequire(project.resolve('vitest/package.json'))])
    try {
      return from().resolve(name)
    } catch {
      // Not there: the next one may have it.
    }
  return undefined
}
