import {documentedRules} from './catalogue.js'
import {type CommandDescription, commandPage} from './command-page.js'
import {configurationPage} from './configuration-page.js'
import {matrixPage} from './matrix-page.js'
import {rulePage} from './rule-page.js'

/** Folders in which every page is written from the code: a page that nothing writes any more is removed. */
export const generatedFolders = ['docs/rules', 'docs/commands'] as const

/** Every generated page by its path from the project's folder. `commands` come from oclif's manifest. */
export async function pages(commands: readonly CommandDescription[]): Promise<ReadonlyMap<string, string>> {
  return new Map([
    ...(await documentedRules()).map(rule => [`docs/rules/${rule.id}.md`, rulePage(rule)] as const),
    ...commands
      .filter(({hidden}) => !hidden)
      .map(command => [`docs/commands/${command.id.replaceAll(':', '/')}.md`, commandPage(command)] as const),
    ['docs/guide/configuration.md', configurationPage()] as const,
    ['docs/guide/decision-matrix.md', matrixPage()] as const,
  ])
}
