import type {JsonDocument} from '../../json/node.js'
import {type JsonNode, lintRule, type OpenApi} from '../model.js'

/** What runs in the browser of a reader. A word about it, such as "eval", does not. */
const dangers: readonly [what: string, pattern: RegExp][] = [
  ['a script', /<script\b/i],
  ['a frame', /<i?frame\b/i],
  ['a "javascript:" link', /\(\s*javascript:|=\s*["']?\s*javascript:/i],
  ['an event handler', /<[a-z][^>]*\son[a-z]+\s*=/i],
  ['a call of "eval"', /\beval\(\s*[^)\s]/i],
]

const any = /<script|<i?frame|javascript:|\son[a-z]+\s*=|eval\s*\(/i

export default lintRule({
  summary: 'Disallow what runs in the browser of a reader',
  why: 'Descriptions are shown as HTML by portals, with the rights of whoever is logged in there. A script in one acts in their name.',
  fix: 'Remove it; to show code, put it into backticks.',
  severity: 'warning',
  security: 'medium',
  presets: ['recommended'],
  examples: {
    valid: [
      `
openapi: 3.1.0
info:
  description: Orders. See [the guide](https://example.com/guide) and <b>mind the limits</b>.
`,
      // Code that is shown is not run, and words are no code.
      `
openapi: 3.1.0
info:
  description: |
    Never call \`eval(code)\` on what comes back. We eval (judge) scripts.
    \`\`\`html
    <script src="https://example.com/client.js"></script>
    \`\`\`
components:
  schemas:
    Page: {type: object, properties: {description: {type: string, examples: ['<script>']}}}
`,
    ],
    invalid: [
      `
openapi: 3.1.0
info:
  description: Orders. <script>alert(1)</script> # want: This description has a script in it.
`,
      `
openapi: 3.0.3
paths:
  /orders:
    get:
      summary: Read <a href="javascript:steal()">orders</a> # want: This summary has a "javascript:" link in it.
      description: '<img src="x" onerror="steal()">' # want: This description has an event handler in it.
`,
    ],
  },

  check({document}, report) {
    for (const part of documentsOf(document)) {
      // The text tells faster than a walk that there is none, which is nearly always so.
      if (!any.test(part.source.text)) continue
      for (const node of proseIn(part.root)) {
        const shown = (node.text ?? '').replaceAll(/```[\s\S]*?```|`[^`]*`/g, '')
        const [danger] = dangers.find(([, pattern]) => pattern.test(shown)) ?? []
        if (danger !== undefined) report(node, `This ${node.name} has ${danger} in it.`)
      }
    }
  },
})

function documentsOf({root, references}: OpenApi): Set<JsonDocument> {
  return new Set([
    root.document,
    ...[...references.documents.values()].flatMap(part => ('failure' in part ? [] : part)),
  ])
}

/** Texts that portals show: not what is called so within examples and values. */
function* proseIn(root: JsonNode): Generator<JsonNode> {
  const open = [root]
  const seen = new Set<unknown>()
  for (let node = open.pop(); node; node = open.pop()) {
    if (seen.has(node.value)) continue
    seen.add(node.value)
    for (const child of node.children().reverse()) {
      if (
        typeof child.value === 'object' &&
        child.value !== null &&
        !/^(?:examples?|default|enum|const|value)$/.test(child.name)
      )
        open.push(child)
      else if (
        child.text !== undefined &&
        /^(?:description|summary|title)$/.test(child.name) &&
        child.parent?.name !== 'mapping'
      )
        yield child
    }
  }
}
