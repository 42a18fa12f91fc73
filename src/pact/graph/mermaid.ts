import type {Dependency} from './dependency.js'
import {type Coverages, labelOf, namesOf, useOf} from './dependency-texts.js'

/** The dependencies as a flowchart in Mermaid, which GitHub and GitLab draw in Markdown. */
export function mermaid(dependencies: readonly Dependency[], coverage: Coverages): string {
  const names = namesOf(dependencies)
  const id = (name: string) => `n${names.indexOf(name)}`
  const failed = dependencies.flatMap(({state}, index) => (state === 'failed' ? [index] : []))
  return `${[
    'flowchart LR',
    ...names.map(name => {
      const use = useOf(coverage.get(name))
      return `  ${id(name)}["${quoted(name)}${use === undefined ? '' : `<br/>${quoted(use)}`}"]`
    }),
    ...dependencies.map(
      each => `  ${id(each.consumer)} ${arrow(each)}|"${quoted(labelOf(each))}"| ${id(each.provider)}`,
    ),
    ...(failed.length > 0 ? [`  linkStyle ${failed.join(',')} stroke:#c62a2f`] : []),
  ].join('\n')}\n`
}

/** What nobody has verified is dotted. */
function arrow({state}: Dependency): string {
  return state === 'never verified' ? '-.->' : '-->'
}

/** Mermaid knows entities of its own; a quotation mark would end the text. */
function quoted(text: string): string {
  return text.replaceAll('#', '#35;').replaceAll('"', '#quot;').replaceAll(/\s+/g, ' ')
}
