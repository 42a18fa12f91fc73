import type {Reporter} from '../core/report.js'

/** The formats of --format, the default first. Each is loaded when it is asked for. */
export const formats = ['text', 'json', 'sarif', 'junit', 'github', 'gitlab', 'checkstyle', 'markdown', 'html'] as const

export type Format = (typeof formats)[number]

export const reporters = {
  text: async () => (await import('./text.js')).text,
  json: async () => (await import('./json.js')).json,
  sarif: async () => (await import('./sarif.js')).sarif,
  junit: async () => (await import('./junit.js')).junit,
  github: async () => (await import('./github.js')).github,
  gitlab: async () => (await import('./gitlab.js')).gitlab,
  checkstyle: async () => (await import('./checkstyle.js')).checkstyle,
  markdown: async () => (await import('./markdown.js')).markdown,
  html: async () => (await import('./html.js')).html,
} satisfies Record<Format, () => Promise<Reporter>>
