#!/usr/bin/env node
import module from 'node:module'
import {setFlagsFromString} from 'node:v8'

module.enableCompileCache?.()
// Before Maglev, V8 knows nothing between baseline code and TurboFan, and takes a third of the processor time of a lint
// run to optimize what is about to end. See docs/decisions/lint-speed.md.
if (Number.parseInt(process.versions.v8, 10) < 12) setFlagsFromString('--interrupt-budget=400000')
// A lint run is short, too: what TurboFan saves by putting functions into each other takes longer to compile than it is
// used. A load test goes on for minutes and keeps it.
if (process.argv[2] === 'lint') setFlagsFromString('--max-inlined-bytecode-size-cumulative=150')
const {main} = await import('../dist/main.js')
await main(process.argv.slice(2))
