import {unwatchFile, watchFile} from 'node:fs'
import {ConfigError} from '../platform/config/environment.js'
import type {Logger} from '../platform/logging/logger.js'
import type {Layout} from './layout.js'

export interface WatchOptions {
  readonly file: string
  readonly read: () => Layout
  readonly replace: (layout: Layout) => Promise<void>
  readonly logger: Logger
  /** Milliseconds between two looks at the file. */
  readonly every?: number
}

/** Reads the file again when it has changed, and when SIGHUP asks for it. What is wrong with it is told, and the routes stay
 * as they are. Looking at it from time to time notices what events miss: a mounted ConfigMap changes by a symbolic link. */
export function watchRoutes({file, read, replace, logger, every = 1000}: WatchOptions): {close(): Promise<void>} {
  let working = Promise.resolve()

  const reload = async (): Promise<void> => {
    try {
      const layout = read()
      await replace(layout)
      logger.info({routes: layout.routes.map(({name}) => name)}, 'The routes were read again.')
    } catch (error) {
      const told = error instanceof ConfigError ? {problems: error.problems} : {err: error}
      logger.error({...told, file}, 'The routes can not be replaced: those of before go on.')
    }
  }
  // One after the other: the last reading wins.
  const ask = (): void => {
    working = working.then(reload)
  }

  watchFile(file, {interval: every, persistent: false}, ask)
  process.on('SIGHUP', ask)
  return {
    async close() {
      unwatchFile(file, ask)
      process.off('SIGHUP', ask)
      await working
    },
  }
}
