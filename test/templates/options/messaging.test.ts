import {everyOptionIsSound} from './every-option-is-sound.js'

await everyOptionIsSound('messaging')
