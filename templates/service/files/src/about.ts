import {readFileSync} from 'node:fs'

interface Manifest {
  readonly name: string
  readonly version: string
}

// src and dist lie equally deep, so this is the package's own file in both. npm guarantees the two members.
const manifest = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as Manifest

/** The name of this service in logs, metrics, health and calls to others. */
export const service = manifest.name.replace(/^@[^/]+\//, '')

export const version = manifest.version
