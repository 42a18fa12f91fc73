import {toUpperSnakeCase} from '../../../standard/casing.js'
import type {ApiChoice, ApiChoices} from '../entity.js'

/** A value that stands for none; what is before it stands before all others. */
const placeholder = /^(|.*_)(?:UNSPECIFIED|UNKNOWN|UNSET|UNDEFINED)$/i

/** A value of an enum as a contract has it. */
export interface WrittenChoice {
  readonly name: string
  readonly isDeprecated?: boolean
}

/** The values of an enum, without what they all begin with: the name of the enum, or what its placeholder shows. */
export function choicesOf(
  about: Pick<ApiChoices, 'title' | 'at'> & {readonly name: string},
  written: readonly WrittenChoice[],
): ApiChoices {
  const names = written.map(({name}) => name)
  const zero = names.map(name => placeholder.exec(name)?.[1]).find(prefix => prefix !== undefined && prefix !== '')
  const prefixes = [zero, `${toUpperSnakeCase(about.name)}_`]
  const prefix = prefixes.find(each => each !== undefined && names.every(name => name.startsWith(each))) ?? ''
  const values = written.map(
    ({name, isDeprecated = false}): ApiChoice => ({
      name,
      value: name.slice(prefix.length),
      isSpare: isDeprecated || placeholder.test(name),
    }),
  )
  return {title: about.title, at: about.at, values}
}
