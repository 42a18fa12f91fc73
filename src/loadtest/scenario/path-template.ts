import {MeshError} from '../../core/errors.js'
import {sendable} from '../source/path-scenario.js'
import {MissingValue, type Template, textTemplate} from './template.js'

/** Stands for a template while the rest of a path is made sendable. */
const mark = (index: number) => `mesh-template-${index}-`

/**
 * A path with templates, and a query beside it; what is filled in is escaped. A path that is nothing but one template
 * is a link that an answer gave, and is taken as it is.
 */
export function pathTemplate(
  path: string,
  query: Readonly<Record<string, string | number | boolean>>,
  basePath: string,
): Template<string> {
  const pairs = Object.entries(query).map(
    ([name, value]) =>
      [encodeURIComponent(name), textTemplate(String(value), encodeURIComponent, encodeURIComponent)] as const,
  )
  const way = /^\{\{[^{}]*\}\}$/.test(path.trim()) ? link(path.trim()) : written(path, basePath)
  return {
    references: [...way.references, ...pairs.flatMap(([, {references}]) => references)],
    fill(values) {
      const filled = way.fill(values)
      if (pairs.length === 0) return filled
      const more = pairs.map(([name, value]) => `${name}=${value.fill(values)}`).join('&')
      return `${filled}${filled.includes('?') ? '&' : '?'}${more}`
    },
  }
}

function written(path: string, basePath: string): Template<string> {
  if (!path.startsWith('/')) throw new MeshError(`Path "${path}" does not start with a slash.`, `Write "/${path}".`)
  const templates: string[] = []
  const marked = path.replaceAll(/\{\{[^{}]*\}\}/g, template => mark(templates.push(template) - 1))
  const sent = sendable(basePath + marked, path)
  return textTemplate(
    sent.replaceAll(/mesh-template-(\d+)-/g, (whole, index) => templates[Number(index)] ?? whole),
    encodeURIComponent,
  )
}

/** What a `Location` header or a body says: a path, or a URL whose path is asked of the target. */
function link(text: string): Template<string> {
  const template = textTemplate(text)
  return {
    references: template.references,
    fill(values) {
      const filled = template.fill(values)
      if (filled.startsWith('/') && !filled.startsWith('//')) return sendable(filled, filled)
      if (!/^https?:/i.test(filled) || !URL.canParse(filled))
        throw new MissingValue(`What "${text}" stands for is neither a path nor a URL.`)
      const {pathname, search} = new URL(filled)
      return pathname + search
    },
  }
}
