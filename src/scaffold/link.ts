import {existsSync, readFileSync} from 'node:fs'
import {mkdir, readFile, symlink} from 'node:fs/promises'
import {dirname, join} from 'node:path'
import {fileURLToPath} from 'node:url'

/** Whether a project's dependencies were linked, or why not. */
export type Linked = {readonly linked: true} | {readonly linked: false; readonly reason: string}

/**
 * Lets a generated project use the packages of this checkout in place of an install of its own, if it has all of them in
 * exactly the version that the project asks for. Only what package.json names is linked, so that a forgotten dependency
 * is missed here as it would be missed after an install.
 */
export async function linkDependencies(projectFolder: string): Promise<Linked> {
  const checkout = checkoutFolder()
  if (checkout === undefined) return {linked: false, reason: 'mesh does not run from a checkout.'}
  const wanted = wantedBy(JSON.parse(await readFile(join(projectFolder, 'package.json'), 'utf8')))
  const packages = join(checkout, 'node_modules')
  for (const [name, version] of wanted) {
    const found = versionIn(packages, name)
    if (found !== version)
      return {linked: false, reason: `The checkout of mesh has ${found ?? 'no'} "${name}" where ${version} is wanted.`}
  }
  const target = join(projectFolder, 'node_modules')
  await mkdir(target, {recursive: true})
  // Links of the kind "junction" need no special right on Windows; elsewhere the kind is ignored.
  const link = (name: string) => symlink(join(packages, name), join(target, name), 'junction')
  for (const [name] of wanted) {
    await mkdir(dirname(join(target, name)), {recursive: true})
    await link(name)
  }
  await link('.bin')
  return {linked: true}
}

/** The folder of mesh itself, when its development dependencies are there: the published package has none of them. */
function checkoutFolder(): string | undefined {
  let folder = dirname(fileURLToPath(import.meta.url))
  while (!existsSync(join(folder, 'package.json'))) {
    if (dirname(folder) === folder) return undefined
    folder = dirname(folder)
  }
  return existsSync(join(folder, 'node_modules', '.bin')) ? folder : undefined
}

function wantedBy(manifest: unknown): [string, string][] {
  const {dependencies = {}, devDependencies = {}} = manifest as Readonly<Record<string, Record<string, string>>>
  return Object.entries({...dependencies, ...devDependencies})
}

function versionIn(packages: string, name: string): string | undefined {
  const path = join(packages, name, 'package.json')
  return existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as {version?: string}).version : undefined
}
