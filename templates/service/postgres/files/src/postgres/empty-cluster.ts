import {mkdirSync, readFileSync, renameSync, writeFileSync} from 'node:fs'
import {dirname, join} from 'node:path'
import type {PGlite} from '@electric-sql/pglite'

/** To make an empty cluster takes four times as long as to unpack one. */
export interface EmptyCluster {
  /** One that was kept; undefined where there is none yet. */
  read(): Blob | undefined
  /** Keeps what was just made, for the next start. */
  keep(server: PGlite): Promise<void>
}

const installed = 'node_modules/@electric-sql/pglite/package.json'

/** Below node_modules, with what else can be made again. Where nothing can be written nothing is kept. */
export function emptyCluster(): EmptyCluster {
  return {
    read() {
      try {
        return new Blob([readFileSync(fileOf())])
      } catch {
        return undefined
      }
    },
    async keep(server) {
      const packed = Buffer.from(await (await server.dumpDataDir('gzip')).arrayBuffer())
      try {
        const file = fileOf()
        mkdirSync(dirname(file), {recursive: true})
        // Written beside it and moved: another process never reads a half.
        const own = `${file}.${process.pid}`
        writeFileSync(own, packed)
        renameSync(own, file)
      } catch {
        // A read-only folder: the next start takes longer, that is all.
      }
    },
  }
}

/** By the version of the library, as another one may not read the files of this one. Throws where it is not installed. */
function fileOf(): string {
  const {version}: {readonly version: string} = JSON.parse(readFileSync(installed, 'utf8'))
  return join('node_modules', '.cache', 'pglite', `${version}.tar.gz`)
}
