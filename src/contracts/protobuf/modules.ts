/**
 * Where the paths of imports start, as the configuration of `buf` says: absolute folders without a slash at their ends.
 * Without any, an import is whatever file ends in its path and is the nearest.
 */
export interface Modules {
  /** Those of a workspace, in its order. */
  readonly roots: readonly string[]
  /** Folders whose files are in no module: what is in there is never meant. */
  readonly excluded: readonly string[]
}

export const noModules: Modules = {roots: [], excluded: []}

/** The folders where an import of a file may start: first that of its own module. */
export function rootsFor({roots}: Modules, from: string): readonly string[] {
  const own = roots.filter(root => isIn(from, root)).sort((a, b) => b.length - a.length)
  return [...own, ...roots.filter(root => !own.includes(root))]
}

/** Whether a file is left out of all modules; those that are left out themselves may know each other. */
export function isExcluded({excluded}: Modules, path: string, from: string): boolean {
  return excluded.some(folder => isIn(path, folder) && !isIn(from, folder))
}

function isIn(path: string, folder: string): boolean {
  return path === folder || path.startsWith(`${folder}/`)
}

/** Of some files those that an import may mean, and the one that it does mean because a module says where it starts. */
export function importable<File>(
  files: readonly File[],
  path: string,
  from: string,
  modules: Modules,
  absolute: (file: File) => string,
): {readonly candidates: readonly File[]; readonly meant: File | undefined} {
  if (modules.roots.length === 0) return {candidates: files, meant: undefined}
  const places = new Map(files.map(file => [absolute(file), file]))
  for (const place of places.keys()) if (isExcluded(modules, place, from)) places.delete(place)
  const [meant] = rootsFor(modules, from).flatMap(root => places.get(`${root}/${path}`) ?? [])
  return {candidates: [...places.values()], meant}
}
