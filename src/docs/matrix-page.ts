import {matrix} from '../advice/advise.js'
import {questionNames, questionOf} from '../advice/questions.js'
import {chosenFlags} from '../advice/report.js'
import type {Condition} from '../advice/rule.js'
import {generatedFrom, markdownSpan, markdownTable} from './markdown.js'

/** docs/guide/decision-matrix.md: what `mesh advise` asks, and what follows from the answers. */
export function matrixPage(): string {
  return `${[
    generatedFrom('src/advice'),
    '# The decision matrix',
    'What [`mesh advise`](advise.md) goes by. A row holds when each of its answers was given; all rows that hold are followed, but of what carries events only the first that chooses a broker.',
    '## Questions',
    markdownTable(['flag', 'question', 'answers', 'by default'], questionNames.map(questionRow)),
    ...Object.entries(matrix).flatMap(([title, rules]) => [
      `## ${title}`,
      markdownTable(
        ['when', 'choose', 'because'],
        rules.map(rule => [conditionText(rule.when), markdownSpan(chosenFlags(rule)), rule.because]),
      ),
    ]),
  ].join('\n\n')}\n`
}

function questionRow(name: (typeof questionNames)[number]): string[] {
  const {summary, type, options, default: preset} = questionOf(name)
  const meanings = Object.entries(options).map(([option, meaning]) => `${markdownSpan(option)}: ${meaning}`)
  return [
    markdownSpan(`--${name}`),
    type === 'several' ? `${summary} Several answers are possible.` : summary,
    type === 'yes-no' ? `${markdownSpan(`--${name}`)} or ${markdownSpan(`--no-${name}`)}` : meanings.join('<br>'),
    preset === undefined ? 'has to be answered' : preset.join(', ') || 'nothing',
  ]
}

function conditionText(when: Condition): string {
  const parts = Object.entries(when).map(([name, options]) => `${name}: ${options.join(' or ')}`)
  return parts.join('<br>') || 'otherwise'
}
