/** What only charts of Helm and their like have in their braces; alerts of Prometheus have `{{ $labels.instance }}`. */
const helm =
  /\{\{[^{}]*(?:\.(?:Values|Release|Chart|Capabilities|Files|Template)\b|\b(?:include|template|tpl|toYaml|define|lookup)\b)/

/** A value that begins with braces and is in no quotes, or an action where a member should begin. */
const unquoted = /^[ \t]*(?:- )?(?:[\w./-]+:[ \t]+\{\{|\{\{-?[ \t]*(?:if|range|with|end|else|\.|\$\.))/m

/** The statements of Jinja. */
const jinja = /\{%-?[ \t]*(?:if|for|set|end|macro|include)/

/** Whether a text has to be rendered before it is YAML. Some parse as they are, and mean something else. */
export function isTemplate(text: string, parses: boolean): boolean {
  if (!text.includes('{{') && !text.includes('{%')) return false
  // A text for people in an alert may begin a line with an action; there it is a part of a block.
  return helm.test(text) || jinja.test(text) || (!parses && unquoted.test(text))
}
