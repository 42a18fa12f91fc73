import {inOrder} from '../core/finding.js'
import type {Reporter} from '../core/report.js'
import {findingsOfFiles} from './findings-of-files.js'
import {declaration, element} from './xml.js'

/** Checkstyle's XML, which Jenkins, SonarQube, reviewdog and most editors read. */
export const checkstyle: Reporter = ({findings}, {pathInRepository}) => {
  const files = [...findingsOfFiles(inOrder(findings))].map(([path, found]) =>
    element(
      'file',
      {name: pathInRepository(path)},
      found.map(({rule, severity, message, location: {start}}) =>
        element('error', {line: start.line, column: start.column, severity, message, source: rule}),
      ),
    ),
  )
  return `${declaration}\n${element('checkstyle', {version: '10.0'}, files)}\n`
}
