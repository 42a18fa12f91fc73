import {type ChildProcess, spawn} from 'node:child_process'

/** A cluster in the memory of kcat, which speaks the real protocol on real sockets. */
export interface KafkaCluster {
  readonly brokers: readonly string[]
  /** Stops it where it is, so that nobody is answered. */
  freeze(): void
  thaw(): void
  close(): void
}

/** Three brokers on free ports; they end with their process. */
export async function startKafkaCluster(): Promise<KafkaCluster> {
  const words = ['-C', '-q', '-t', '__nothing', '-X', 'test.mock.num.brokers=3', '-b', 'ignored', '-d', 'mock']
  const child = spawn('kcat', words, {stdio: ['ignore', 'ignore', 'pipe']})
  try {
    return {
      brokers: await addresses(child),
      freeze: () => void child.kill('SIGSTOP'),
      thaw: () => void child.kill('SIGCONT'),
      close: () => void child.kill('SIGKILL'),
    }
  } catch (error) {
    child.kill('SIGKILL')
    throw error
  }
}

function addresses(child: ChildProcess): Promise<readonly string[]> {
  return new Promise((resolve, reject) => {
    let told = ''
    child.once('error', reject)
    child.once('exit', () => reject(new Error(`kcat has ended: ${told}`)))
    // Read to the end, or kcat would stand still when nobody takes what it says.
    child.stderr?.on('data', (data: Buffer) => {
      if (told.length < 10_000) told += data.toString()
      const [, brokers] = /bootstrap\.servers=(\S+)\s/.exec(told) ?? []
      if (brokers !== undefined) resolve(brokers.split(','))
    })
  })
}
