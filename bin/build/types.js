import {execFileSync} from 'node:child_process'
import {join} from 'node:path'

/** dist/types: what src/index.ts exports, and what that needs, as declarations for who writes rules in TypeScript. */
export function writeTypes(root) {
  const words = [join(root, 'node_modules/typescript/bin/tsc'), '-p', join(root, 'bin/build/types.json')]
  execFileSync(process.execPath, words, {stdio: 'inherit'})
}
