import {resolve} from 'node:path'
import type {Config} from '../../config/schema.js'
import {shownPath} from '../../io/files.js'

/** Where pacts are: what was named, or the folder of the configuration, whose paths start from `root`. */
export function pactPaths(
  named: readonly string[] | undefined,
  root: string,
  {folder}: Pick<Config['pact'], 'folder'>,
): readonly string[] {
  return named ?? [shownPath(resolve(root, folder))]
}
