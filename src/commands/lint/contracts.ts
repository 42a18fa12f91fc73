import {MeshCommand} from '../../command.js'
import {lintFlags, lintRequest, pathsArg} from '../../lint-flags.js'

/** `mesh lint contracts`. */
export default class LintContracts extends MeshCommand {
  static override summary = 'Judge contracts against the Unified API Standard.'
  static override description =
    'Contracts are found by their content, OpenAPI 3.0 and 3.1 in YAML or JSON, and by their name, Protocol Buffers in *.proto. Without a PATH everything is looked at that `contracts.include` in mesh.yaml names, which is the whole folder by default. ' +
    'A contract is first checked for syntax, duplicate keys, references and the structure that its specification demands, then by the rules; `mesh explain` lists them all. ' +
    'Exit code 1 means that there are errors, or whatever `--fail-on` and `--max-warnings` name; warnings alone are 0.'
  static override examples = [
    {description: 'Judge every contract of the project.', command: '<%= config.bin %> lint contracts'},
    {
      description: 'Judge one, with code frames and reasons.',
      command: '<%= config.bin %> lint contracts contracts/openapi.yaml --verbose',
    },
    {
      description: 'In a pipeline: findings for code scanning.',
      command: '<%= config.bin %> lint contracts --format sarif --output mesh.sarif',
    },
    {
      description: 'One folder of rules only, one of them turned off, and warnings fail, too.',
      command: '<%= config.bin %> lint contracts --only openapi --rule openapi/path-style=off --fail-on warning',
    },
    {
      description: 'In a repository that was never linted: accept what there is, and judge what is new from then on.',
      command: '<%= config.bin %> lint contracts --write-baseline',
    },
    {
      description: 'In a pull request: what it changed.',
      command: '<%= config.bin %> lint contracts --since origin/main',
    },
    {
      description: 'Several, by a pattern that the shell leaves alone.',
      command: "<%= config.bin %> lint contracts 'services/*/contracts/*.yaml'",
    },
  ]
  static override strict = false
  static override args = pathsArg('A contract, a folder of contracts or a glob; several may be given.')
  static override flags = lintFlags

  async run(): Promise<void> {
    const {argv, flags} = await this.parse(LintContracts)
    const request = await lintRequest('contracts', argv, flags, await this.open(flags))
    const {lintContracts} = await import('../../lint/contracts.js')
    await this.print(await lintContracts(request), flags)
  }
}
