import {kindNames, titleOf} from '../contracts/index.js'
import {MeshError} from '../core/errors.js'
import {shownPath} from '../io/files.js'
import {leftLinkSentences} from './left-links.js'
import type {LintRequest} from './request.js'
import type {LeftLink} from './search.js'

/** Among some files, or where none was found, is no contract. */
export function nothingFound(
  {paths, root, cwd}: Pick<LintRequest, 'paths' | 'root' | 'cwd'>,
  files: number,
  links: readonly LeftLink[],
): MeshError {
  const where = paths.length > 0 ? paths.map(path => `"${path}"`).join(', ') : `"${shownPath(root, cwd)}"`
  const looked = files === 0 ? 'No file may be a contract' : `None of ${files} files is a contract`
  const left = leftLinkSentences(links, cwd).map(sentence => ` ${sentence}`)
  return new MeshError(
    `${looked} in ${where}.${left.join('')}`,
    `A contract has "openapi" or "asyncapi" at its top, or ends in ".proto" or ".graphql". Name one, or set "contracts.include" in mesh.yaml; what git ignores is only looked at when it is named. Kinds: ${kindNames.map(titleOf).join(', ')}.`,
  )
}
