import type {Figure} from '../core/figure.js'
import {inOrder} from '../core/finding.js'
import type {Line, Report, Reporter, Section, Table} from '../core/report.js'
import {findingsOfFiles} from './findings-of-files.js'
import {chart} from './html/chart.js'
import {graph} from './html/graph.js'
import {type Markup, html as markup} from './html/markup.js'
import {pageStyle} from './html/page-style.js'
import {rulePage} from './rule-page.js'

/** A browser shows so many; more make the page slow, and nobody reads them. */
const mostFindings = 1000
const mostLines = 2000

/** A page that is complete in itself: nothing is fetched and nothing runs in it. The verdict comes first. */
export const html: Reporter = (report, {version, pathInRepository, quiet}) =>
  `<!DOCTYPE html>\n${
    markup`<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${report.title ?? firstLine(report.summary)}</title>
<style>${{markup: pageStyle}}</style>
</head>
<body><main>
${report.title === undefined ? undefined : markup`<h1>${report.title}</h1>`}
<section class="verdict ${report.outcome}"><strong>${report.outcome}</strong>${report.summary.split('\n').map(line => markup`<div>${line}</div>`)}${(report.next ?? []).map(step => markup`<small><div>${step}</div></small>`)}</section>
${quiet ? undefined : [(report.figures ?? []).map(figure), (report.sections ?? []).map(section)]}
${quiet ? undefined : [(report.tables ?? []).map(table), lines(report.lines ?? [])]}
${findings(report, pathInRepository)}
<footer>mesh ${version}</footer>
</main></body>
</html>`.markup
  }\n`

function firstLine(text: string): string {
  return text.split('\n')[0] ?? ''
}

function figure(each: Figure): Markup {
  return each.kind === 'graph' ? graph(each) : chart(each)
}

function section({title, text, code}: Section): Markup {
  return markup`<h2>${title}</h2>${text === undefined ? undefined : markup`<p>${text}</p>`}${code === undefined ? undefined : markup`<pre>${code}</pre>`}`
}

function table({title, columns, rows}: Table): Markup {
  const isNumber = columns.map((_, index) => rows.length > 0 && rows.every(row => typeof row[index] === 'number'))
  const kind = (index: number) => (isNumber[index] ? 'number' : '')
  return markup`<h2>${title}</h2><div class="scroll"><table>
<thead><tr>${columns.map((column, index) => markup`<th class="${kind(index)}">${column}</th>`)}</tr></thead>
<tbody>${rows.map(row => markup`<tr>${row.map((cell, index) => markup`<td class="${kind(index)}">${cell}</td>`)}</tr>`)}</tbody>
</table></div>`
}

function lines(all: readonly Line[]): Markup | undefined {
  if (all.length === 0) return undefined
  const rest = all.length - mostLines
  return markup`<h2>In detail</h2><ul class="lines">
${all.slice(0, mostLines).map(({mark, text, details = []}) => markup`<li class="${mark}">${text}${details.map(detail => markup`<div class="detail">${detail}</div>`)}</li>`)}
</ul>${rest > 0 ? markup`<p>… and ${rest} more.</p>` : undefined}`
}

function findings({findings: found}: Report, pathOf: (path: string) => string): Markup | undefined {
  if (found.length === 0) return undefined
  const ordered = inOrder(found)
  const rest = ordered.length - mostFindings
  return markup`<h2>Findings</h2>
${[...findingsOfFiles(ordered.slice(0, mostFindings))].map(
  ([path, own]) => markup`<div class="scroll"><table><caption><code>${pathOf(path)}</code></caption><tbody>
${own.map(({location: {start}, severity, message, rule, fix}) => markup`<tr><td class="number">${start.line}:${start.column}</td><td class="${severity}">${severity}</td><td>${message}${fix === undefined ? undefined : markup`<div class="detail">${fix}</div>`}</td><td><a href="${rulePage(rule)}"><code>${rule}</code></a></td></tr>`)}
</tbody></table></div>`,
)}${rest > 0 ? markup`<p>… and ${rest} more; other formats have all of them.</p>` : undefined}`
}
