import {readFile} from 'node:fs/promises'
import type {LoadHook} from 'node:module'
import {fileURLToPath} from 'node:url'
import {transform} from 'sucrase'

/** Takes the types out of TypeScript, for a Node that does not do so itself. Runs in the thread of Node's loaders. */
export const load: LoadHook = async (url, context, next) => {
  if (!/^file:.*\.m?ts$/.test(url)) return next(url, context)
  const {code} = transform(await readFile(fileURLToPath(url), 'utf8'), {
    transforms: ['typescript'],
    disableESTransforms: true,
    preserveDynamicImport: true,
    filePath: fileURLToPath(url),
  })
  return {format: 'module', shortCircuit: true, source: code}
}
