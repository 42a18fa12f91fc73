import {type ChildProcess, spawn} from 'node:child_process'
import {once} from 'node:events'
import {accessSync, constants, mkdtempSync, rmSync} from 'node:fs'
import {type AddressInfo, connect, createServer} from 'node:net'
import {tmpdir} from 'node:os'
import {delimiter, join, resolve} from 'node:path'
import {setTimeout as sleep} from 'node:timers/promises'
import type {MessageBroker} from '../../src/platform/messaging/message-broker.js'
import type {BrokerServer} from './test-broker.js'
import {waitFor} from './wait-for.js'

/** A server that belongs to one test, with its data in a folder of its own. */
export interface OwnServer {
  readonly port: number
  /** Ends it at once, without a chance to put anything in order. */
  kill(): Promise<void>
  /** Starts it again with the data that it has left, and waits until somebody answers. */
  start(): Promise<void>
  /** Ends it and removes its data. */
  close(): Promise<void>
}

export interface ServerCommand {
  readonly command: string
  /** What stands behind the command. */
  words(place: ServerPlace): readonly string[]
  environment?(place: ServerPlace): Readonly<Record<string, string>>
  /** What has to be done when it was killed and answers again. */
  restarted?(place: ServerPlace): Promise<void>
}

export interface ServerPlace {
  readonly port: number
  /** A second free port, for those who need one. */
  readonly otherPort: number
  readonly folder: string
}

/** Whether a program is on the path of this machine; or at its place, where that is given. */
export function isInstalled(command: string): boolean {
  return (process.env['PATH'] ?? '').split(delimiter).some(folder => {
    try {
      accessSync(resolve(folder, command), constants.X_OK)
      return true
    } catch {
      return false
    }
  })
}

/** Starts a server on a free port. */
export async function startOwnServer({command, words, environment, restarted}: ServerCommand): Promise<OwnServer> {
  const [port, otherPort] = await freePorts()
  const folder = mkdtempSync(join(tmpdir(), 'server-'))
  const place = {port, otherPort, folder}
  let child: ChildProcess | undefined
  let told = ''

  const start = async (): Promise<void> => {
    const started = spawn(command, words(place), {
      // A group of its own, so that what it has started ends with it.
      detached: true,
      cwd: folder,
      env: {...process.env, ...environment?.(place)},
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    child = started
    // A test that is given up must leave nothing behind.
    process.once('exit', () => end(started))
    let failure: Error | undefined
    started.once('error', error => {
      failure = error
    })
    for (const stream of [started.stdout, started.stderr])
      stream.on('data', (data: Buffer) => {
        told = (told + data.toString()).slice(-4000)
      })
    await waitFor(
      `${command} answers`,
      () => {
        if (failure) throw failure
        if (started.exitCode !== null) throw new Error(`${command} has ended with ${started.exitCode}: ${told}`)
        return answers(port)
      },
      60_000,
    )
  }
  const kill = async (): Promise<void> => {
    const running = child
    child = undefined
    if (running?.pid === undefined || running.exitCode !== null) return
    // Not "close": what it has started may hold its output open for longer.
    const ended = once(running, 'exit')
    end(running)
    await ended
  }

  const server: OwnServer = {
    port,
    kill,
    async start() {
      await start()
      await restarted?.(place)
    },
    async close() {
      await kill()
      rmSync(folder, {recursive: true, force: true})
    },
  }
  try {
    await start()
    return server
  } catch (error) {
    await server.close()
    throw error
  }
}

/** With all that it has started. */
function end({pid, exitCode, signalCode}: ChildProcess): void {
  if (pid !== undefined && exitCode === null && signalCode === null) process.kill(-pid, 'SIGKILL')
}

function answers(port: number): Promise<boolean> {
  return new Promise(resolve => {
    const socket = connect({port, host: '127.0.0.1'})
    const end = (answer: boolean) => {
      socket.destroy()
      resolve(answer)
    }
    socket.once('connect', () => end(true))
    socket.once('error', () => end(false))
  })
}

/** Two ports that nobody else has at the moment. */
async function freePorts(): Promise<[number, number]> {
  const servers = [createServer(), createServer()]
  await Promise.all(servers.map(server => once(server.listen(0, '127.0.0.1'), 'listening')))
  // A server that listens on a TCP port has an address object.
  const [first = 0, second = 0] = servers.map(server => (server.address() as AddressInfo).port)
  await Promise.all(servers.map(server => once(server.close(), 'close')))
  return [first, second]
}

/** Closes connections; one that is stuck must not keep the server. */
export async function closeAll(opened: readonly MessageBroker[]): Promise<void> {
  await Promise.race([Promise.all(opened.map(each => each.close())), sleep(10_000, undefined, {ref: false})])
}

/** A broker on a server of the test's own; what was connected is closed before the server. */
export async function startBroker(
  command: ServerCommand,
  connectTo: (port: number) => MessageBroker,
): Promise<BrokerServer> {
  const server = await startOwnServer(command)
  const opened: MessageBroker[] = []
  return {
    async connect() {
      const broker = connectTo(server.port)
      opened.push(broker)
      return broker
    },
    kill: server.kill,
    start: server.start,
    async close() {
      await closeAll(opened)
      await server.close()
    },
  }
}
