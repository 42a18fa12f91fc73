import type {Logger} from 'pino'

/** Whether a server can be reached, for the log: a line when it goes and one when it comes back, however often it is tried. */
export interface Reach {
  lost(error: unknown): void
  found(): void
}

export function createReach(server: string, logger: Logger): Reach {
  let away = false
  return {
    lost(error) {
      if (!away) logger.warn({err: error}, `${server} can not be reached.`)
      away = true
    },
    found() {
      if (away) logger.info(`${server} can be reached again.`)
      away = false
    },
  }
}
