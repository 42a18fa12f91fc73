import {settingsSchema} from '../src/settings.js'

/** Every variable that names a port, with the value that takes any free one: tests run beside each other. */
export const freePorts: Readonly<Record<string, string>> = Object.fromEntries(
  Object.keys(settingsSchema.shape)
    .filter(name => /(^|_)PORT$/.test(name))
    .map(name => [name, '0']),
)
