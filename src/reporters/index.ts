import type {Reporter} from '../core/report.js'

/** The formats of --format. Each is loaded when it is asked for. */
export const reporters = {
  text: async () => (await import('./text.js')).text,
  json: async () => (await import('./json.js')).json,
  sarif: async () => (await import('./sarif.js')).sarif,
} satisfies Record<string, () => Promise<Reporter>>

export type Format = keyof typeof reporters
