/**
 * Loaded into every process and thread of a test run, before anything else. Pact merges into one file without a lock,
 * so that test files that run side by side lose interactions, and keeps what deleted tests once wrote. Here every
 * write of the native library goes into a folder of its own, with a note on who wrote; mesh merges afterwards.
 */
import {mkdirSync, writeFileSync} from 'node:fs'
import {join, resolve} from 'node:path'
import {threadId} from 'node:worker_threads'
import type {WriteNote} from '../consumer/recorded.js'

type Native = (...given: unknown[]) => unknown

const record = process.env.MESH_PACT_RECORD
if (record !== undefined) {
  const load = process.dlopen
  process.dlopen = function (this: unknown, module: object, ...rest: unknown[]) {
    // Node hands on two or three parameters: whatever comes is handed on as it is.
    Reflect.apply(load, this, [module, ...rest])
    if (!('exports' in module) || typeof module.exports !== 'object' || module.exports === null) return
    // As they were: one that waits must not ask another one that waits.
    const library: Readonly<Record<string, unknown>> = {...module.exports}
    for (const [name, call] of Object.entries(library))
      if (isNative(call)) Reflect.set(module.exports, name, wrap(name, call, library, record))
  }
}

/** The functions of Pact that we stand before; every other one stays what it is. */
function wrap(name: string, call: Native, library: Readonly<Record<string, unknown>>, folder: string): Native {
  // pactffiWritePactFile, …ByPort and pactffiWriteMessagePactFile get a handle, a folder and whether to overwrite.
  if (/^pactffiWrite\w*PactFile/.test(name))
    return (handle, given, ...more) => call(handle, folderOfWrite(folder, String(given)), ...more)
  if (name === 'pactffiMockServerMatched' || name === 'pactffiMockServerMismatches') {
    const mismatches = library['pactffiMockServerMismatches']
    return (port, ...more) => {
      if (isNative(mismatches)) letRequestsArrive(() => String(mismatches(port)))
      return call(port, ...more)
    }
  }
  return call
}

function isNative(value: unknown): value is Native {
  return typeof value === 'function'
}

let writes = 0

function folderOfWrite(folder: string, given: string): string {
  const own = join(folder, `${process.pid}-${threadId}-${++writes}`)
  mkdirSync(own, {recursive: true})
  const note: WriteNote = {folder: resolve(given), test: callerInTests()}
  writeFileSync(join(own, 'note.txt'), JSON.stringify(note))
  return own
}

/**
 * The mock server of Pact 16 answers a request before it counts it: on a busy machine a test that is over at once
 * fails with "expected but not received". Its threads run on while we wait; a request that was really not sent is
 * still missing afterwards.
 */
function letRequestsArrive(mismatches: () => string): void {
  const cell = new Int32Array(new SharedArrayBuffer(4))
  for (let round = 0; round < 200 && onlyMissing(mismatches()); round++) Atomics.wait(cell, 0, 0, 10)
}

function onlyMissing(text: string): boolean {
  const found: unknown = JSON.parse(text)
  return Array.isArray(found) && found.length > 0 && found.every(({type}) => type === 'missing-request')
}

/** `file:line:column` of the first frame that is neither a package nor Node itself. */
function callerInTests(): string | undefined {
  const limit = Error.stackTraceLimit
  Error.stackTraceLimit = 60
  const {stack = ''} = new Error('where')
  Error.stackTraceLimit = limit
  const frame = stack
    .split('\n')
    .slice(1)
    .find(line => !/node_modules|node:|\bpact[\\/]child[\\/]record/.test(line) && /:\d+:\d+\)?$/.test(line))
  return frame && /(?:\(|at (?:async )?)(?:file:\/\/)?([^()]+:\d+:\d+)\)?$/.exec(frame)?.[1]
}
