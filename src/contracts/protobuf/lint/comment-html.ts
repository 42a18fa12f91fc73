import {lintRule} from '../model.js'

/** Tags that people write into comments; words in angle brackets, such as `<id>` or `List<String>`, are none. */
const tag =
  /<\/?(?:a|b|br|code|div|em|h[1-6]|i|img|li|ol|p|pre|span|strong|sub|sup|table|t[dhr]|u|ul)(?:\s[^<>\n]*)?\/?>/gi

export default lintRule({
  summary: 'Disallow HTML in comments',
  why: 'Comments become documentation in a dozen languages, and few of them show HTML; most show the tags.',
  fix: 'Write Markdown: it reads well where it is not rendered, too.',
  severity: 'info',
  presets: ['recommended'],
  examples: {
    valid: [
      '\nsyntax = "proto3";\n// A *list* of `List<String>` with an <id>.\nmessage Order {}\n',
      '\nsyntax = "proto3";\nmessage Order { string html = 1 [json_name = "<b>"]; } // Strings are no comments; a < b > c neither.\n',
    ],
    invalid: [
      `
syntax = "proto3";
// A <b>fine</b> order. // want: The comment has the tag "<b>", which few generators show; write Markdown.
message Order {}
`,
      `
syntax = "proto3";
message Order {
  /* See <a href="https://example.com">the page</a>. */ // want: The comment has the tag "<a href="https://example.com">", which few generators show; write Markdown.
  string id = 1; // One<br/>two. // want: The comment has the tag "<br/>", which few generators show; write Markdown.
}
`,
    ],
  },

  check({document}, report) {
    const {text} = document.source
    for (const comment of document.comments.all()) {
      const raw = text.slice(comment.start, comment.end)
      if (!raw.includes('<')) continue
      // What stands between backticks is code.
      const prose = raw.replaceAll(/`[^`\n]*`/g, code => ' '.repeat(code.length))
      const [found] = prose.matchAll(tag)
      if (found === undefined) continue
      const start = comment.start + found.index
      const message = `The comment has the tag "${found[0]}", which few generators show; write Markdown.`
      report({node: document, start, end: start + found[0].length}, message)
    }
  },
})
