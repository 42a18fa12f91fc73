/** Where lines go in the end; a destination of pino is one. */
export interface LineSink {
  write(text: string): unknown
  flush(done?: (error?: Error) => void): void
  flushSync(): void
}

export interface CollectorOptions {
  /** Characters that are handed on at once. */
  readonly portion: number
  /** Milliseconds for which a line may wait for others. */
  readonly longestWait: number
}

/** Collects lines and hands them on together: to write each line by itself costs more than to make it. pino's own destination
 * could collect, too, but copies all that it has for each line that comes. */
export function createCollector(sink: LineSink, {portion, longestWait}: CollectorOptions): LineSink {
  let text = ''
  let timer: NodeJS.Timeout | undefined

  const handOn = (): void => {
    clearTimeout(timer)
    timer = undefined
    if (text === '') return
    const portion = text
    text = ''
    sink.write(portion)
  }

  return {
    write(line) {
      text += line
      if (text.length >= portion) handOn()
      else timer ??= setTimeout(handOn, longestWait).unref()
    },
    flush(done) {
      handOn()
      sink.flush(done)
    },
    flushSync() {
      handOn()
      sink.flushSync()
    },
  }
}
