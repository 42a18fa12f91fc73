import {kindNames, titleOf} from '../contracts/index.js'
import {MeshError} from '../core/errors.js'
import {shownPath} from '../io/files.js'
import {leftPlaceSentences} from './left-places.js'
import type {LintRequest} from './request.js'
import type {LeftPlace} from './search.js'
import {templateSentences} from './template-sentences.js'

/** Among some files, or where none was found, is no contract. */
export function nothingFound(
  {paths, root, cwd, subject}: Pick<LintRequest, 'paths' | 'root' | 'cwd' | 'subject'>,
  files: number,
  links: readonly LeftPlace[],
  templates: readonly string[],
): MeshError {
  const where = paths.length > 0 ? paths.map(path => `"${path}"`).join(', ') : `"${shownPath(root, cwd)}"`
  const looked = files === 0 ? 'No file may be a contract' : `None of ${files} files is a contract`
  const left = leftPlaceSentences(links, cwd).map(sentence => ` ${sentence}`)
  if (subject === 'manifests')
    return new MeshError(
      `${files === 0 ? 'No file may be a manifest' : `None of ${files} file${files === 1 ? '' : 's'} is a manifest`} in ${where}.${left.join('')}${templateSentences(
        templates,
      )
        .map(sentence => ` ${sentence}`)
        .join('')}`,
      'A manifest has "apiVersion" and "kind" at its top, "_format_version" for Kong, or "groups" of rules for Prometheus. Name one, or set "manifests.include" in mesh.yaml.',
    )
  return new MeshError(
    `${looked} in ${where}.${left.join('')}`,
    `A contract has "openapi" or "asyncapi" at its top, or ends in ".proto" or ".graphql". Name one, or set "contracts.include" in mesh.yaml; what git ignores is only looked at when it is named. Kinds: ${kindNames
      .filter(kind => kind !== 'manifests')
      .map(titleOf)
      .join(', ')}.`,
  )
}
