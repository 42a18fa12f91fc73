import {writeFileSync} from 'node:fs'
import {environmentExample} from './platform/config/environment.js'
import {settingsSchema} from './settings.js'

// `npm run env`: a test fails when the file is not what this writes.
writeFileSync(new URL('../.env.example', import.meta.url), environmentExample(settingsSchema))
