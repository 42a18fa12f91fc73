import {existsSync, rmSync} from 'node:fs'
import type {PGlite} from '@electric-sql/pglite'
import type {PostgresPool, PostgresPoolClient} from 'kysely'
import {emptyCluster} from './empty-cluster.js'
import {failureOf} from './failures.js'
import {lockFolder} from './folder-lock.js'

/** PostgreSQL in this process, for development and tests. It has one connection, for which everybody queues. */
export async function createEmbeddedPool(folder: string | undefined): Promise<PostgresPool> {
  const unlock = folder === undefined ? undefined : lockFolder(folder)
  const server = await openServer(folder)
  let last: Promise<void> = Promise.resolve()

  const query = async (text: string, parameters: readonly unknown[]) => {
    try {
      const {rows, affectedRows = 0} = await server.query(text, [...parameters])
      // It tells of no command, and kysely asks for it to know that a number of rows means anything.
      return {command: 'UPDATE', rowCount: affectedRows, rows}
    } catch (error) {
      throw failureOf(error)
    }
  }

  return {
    async connect() {
      const before = last
      let release: () => void = () => {}
      last = new Promise(resolve => {
        release = resolve
      })
      await before
      // The second form, for cursors, is never used: no cursor is given to kysely.
      return {query: query as PostgresPoolClient['query'], release: () => release()}
    },
    async end() {
      await last
      await server.close()
      unlock?.()
    },
  }
}

async function openServer(folder: string | undefined): Promise<PGlite> {
  // A library of development only, and slow to load.
  const {PGlite: Server} = await import('@electric-sql/pglite')
  if (folder !== undefined && existsSync(folder)) return Server.create(folder)
  const place = folder === undefined ? {} : {dataDir: folder}
  const cluster = emptyCluster()
  const loadDataDir = cluster.read()
  if (loadDataDir) {
    try {
      return await Server.create({...place, loadDataDir})
    } catch {
      // What was kept is damaged: a new one takes its place.
      if (folder !== undefined) rmSync(folder, {recursive: true, force: true})
    }
  }
  const server = await Server.create(place)
  await cluster.keep(server)
  return server
}
