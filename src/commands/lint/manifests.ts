import {MeshCommand} from '../../command.js'
import {lintFlags, lintRequest, pathsArg} from '../../lint-flags.js'

/** `mesh lint manifests`. */
export default class LintManifests extends MeshCommand {
  static override summary = 'Judge what services are deployed by: Kubernetes, Istio, Kong and Prometheus.'
  static override description =
    'Manifests are found by their content: resources with `apiVersion` and `kind`, declarative configurations of Kong, rules of Prometheus, in YAML with any number of documents, or JSON. Without a PATH everything is looked at that `manifests.include` in mesh.yaml names. ' +
    'What one resource refers to may stand in any file of the workspace, also when only one is judged. Patches of a kustomization are left out, and so are templates: judge what they render to. ' +
    'Exit code 1 means that there are errors, or whatever `--fail-on` and `--max-warnings` name; warnings alone are 0.'
  static override examples = [
    {description: 'Judge every manifest of the project.', command: '<%= config.bin %> lint manifests'},
    {
      description: 'Judge what a chart renders to.',
      command: 'helm template . | <%= config.bin %> lint manifests -',
    },
    {
      description: 'Judge what a kustomization makes.',
      command: 'kubectl kustomize overlays/production | <%= config.bin %> lint manifests -',
    },
    {
      description: 'In a pull request: what it changed, for code scanning.',
      command: '<%= config.bin %> lint manifests --since origin/main --format sarif --output manifests.sarif',
    },
  ]
  static override strict = false
  static override args = pathsArg('A file, a folder or a glob; several may be given. `-` reads what is piped in.')
  static override flags = lintFlags

  async run(): Promise<void> {
    const {argv, flags} = await this.parse(LintManifests)
    const request = await lintRequest('manifests', argv, flags, await this.open(flags))
    const {lintContracts} = await import('../../lint/contracts.js')
    await this.print(await lintContracts(request), flags)
  }
}
