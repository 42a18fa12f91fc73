import {relative, resolve} from 'node:path'

/** The flags of a load as they were given, by their names. */
export type GivenFlags = Readonly<Record<string, unknown>>

/** Flags that name files; in a pod these start from the folder of its mesh.yaml. */
const files: ReadonlySet<string> = new Set(['contract', 'har', 'scenario', 'slo'])

/** The words behind `mesh` for a worker: the same flags, whatever they are, but for those that its mesh.yaml has. */
export function workerArguments(
  target: string,
  flags: GivenFlags,
  workers: number,
  startAt: Date,
  root: string,
): string[] {
  const {header: _, duration, ...others} = flags
  // Stages have their own length; the one that is there then is the default.
  const all = {of: workers, 'start-at': startAt.toISOString(), ...others, ...(!others['stage'] && {duration})}
  const words = Object.entries(all).flatMap(([name, value]) =>
    [value]
      .flat()
      .flatMap(each =>
        wordsOf(name, files.has(name) && each !== undefined ? relative(resolve(root), resolve(String(each))) : each),
      ),
  )
  return ['loadtest', 'worker', target, ...words]
}

function wordsOf(name: string, value: unknown): string[] {
  if (value === undefined || value === false) return []
  return [value === true ? `--${name}` : `--${name}=${value}`]
}
