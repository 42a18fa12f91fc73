import {lintRule, type Place} from '../model.js'

export default lintRule({
  summary: 'Disallow comments where a description was meant',
  why: 'A comment after `#` is dropped by the parser: no client, no explorer and no generated code ever shows it.',
  fix: 'Write the text in quotes, `"…"` or `"""…"""`, above the definition. A remark for editors stands apart by an empty line.',
  severity: 'warning',
  presets: ['recommended'],
  examples: {
    valid: [
      `
"A user."
type User {
  # Not for clients.

  id: ID!
  "How to write to them."
  email: String # eslint-disable-line
}
`,
      `
# mesh-ignore graphql-naming The partner calls it so.
type user {
  # TODO: rename with the next version.
  "The name." # Kept for editors.
  name: String
  # old: String
  new: String
}
query Q { a }
`,
    ],
    invalid: [
      `
# A user of the shop.
type User { # want: The comment above "User" is no description; clients never see it. Put it into quotes.
  # How to write to them,
  # in the usual form.
  email: String # want: The comment above "email" is no description; clients never see it. Put it into quotes.
}
`,
      `
enum State {
  # Waiting for payment.
  OPEN # want: The comment above "OPEN" is no description; clients never see it. Put it into quotes.
}
input TaskInput {
  # What to do.
  title: String # want: The comment above "title" is no description; clients never see it. Put it into quotes.
}
`,
    ],
  },

  check({document}, report) {
    for (const type of document.types) {
      if (!type.kind.endsWith('Extension')) judge(type)
      for (const each of 'fields' in type ? (type.fields ?? []) : []) judge(each)
      for (const each of 'values' in type ? (type.values ?? []) : []) judge(each)
    }
    for (const each of document.directives) judge(each)

    function judge(node: Place & {readonly name: {readonly value: string}; readonly description?: unknown}) {
      if (node.description !== undefined || !('loc' in node)) return
      const first = node.loc?.startToken
      const comment = first?.prev
      if (!first || comment?.kind !== 'Comment' || comment.line !== first.line - 1) return
      // A comment behind code on its line speaks about that code.
      const before = comment.prev
      if (before && before.kind !== '<SOF>' && before.line === comment.line) return
      if (isProse(comment.value))
        report(
          node,
          `The comment above "${node.name.value}" is no description; clients never see it. Put it into quotes.`,
        )
    }
  },
})

/** Not an instruction for a tool, not a remark for editors, not code that was taken out, not a line. */
function isProse(comment: string): boolean {
  const text = comment.trim()
  if (!/[A-Za-z]/.test(text) || /^import\b/.test(text)) return false
  if (
    /^(?:TODO|FIXME|XXX|HACK|NOTE)\b|^[a-z]+-(?:ignore|disable|enable)|^(?:eslint|prettier|want:|file:|options:|region|endregion)/i.test(
      text,
    )
  )
    return false
  return !/^"|^@|[{}]$|^\w+\s*(?:\([^)]*\))?\s*:\s*[[\]\w!]+\s*(?:@.*)?$/.test(text)
}
