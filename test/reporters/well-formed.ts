import {SaxesParser} from 'saxes'

/** An element of XML as a test looks at it. */
export interface Element {
  readonly name: string
  readonly attributes: Readonly<Record<string, string>>
  readonly children: Element[]
  text: string
}

/** Parses strictly: whatever is not well-formed throws, as it would at a server. */
export function parseXml(xml: string): Element {
  const top: Element = {name: '', attributes: {}, children: [], text: ''}
  const open = [top]
  const parser = new SaxesParser()
  parser.on('error', error => {
    throw error
  })
  parser.on('opentag', ({name, attributes}) => {
    // Without the option xmlns saxes gives the attributes as texts.
    const element = {name, attributes: attributes as Record<string, string>, children: [], text: ''}
    open.at(-1)?.children.push(element)
    open.push(element)
  })
  parser.on('text', text => {
    const current = open.at(-1)
    if (current) current.text += text
  })
  parser.on('closetag', () => open.pop())
  parser.write(xml).close()
  const [root] = top.children
  if (!root) throw new Error('The XML has no element.')
  return root
}
