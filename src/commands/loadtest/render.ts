import {Args, Flags} from '@oclif/core'
import {MeshCommand} from '../../command.js'
import {MeshError} from '../../core/errors.js'
import {formatFlag} from '../../format-flag.js'
import {loadFlags, loadTestRequest, objectiveFlags} from '../../loadtest-flags.js'

/** `mesh loadtest render`. */
export default class LoadTestRender extends MeshCommand {
  static override summary = 'Write a load test for a cluster, or as a script for k6.'

  static override description =
    `Takes the flags of "mesh loadtest". With --to job it prints the manifests of an indexed Job of Kubernetes, whose pods are the workers of one run; the comments at the top say how to apply it and how to merge the results. With --to k6 it prints a script that sends the same requests and has the same objectives as thresholds; --operator puts it into a TestRun of k6-operator.

No secret is written: header values that mesh.yaml has as "\${NAME}" come from the environment, in a cluster from the Secret "mesh-loadtest-credentials".`

  static override examples = [
    {
      description: 'Four pods that load a target of mesh.yaml, two minutes from now',
      command:
        '<%= config.bin %> <%= command.id %> staging --to job --image registry.example.com/mesh:0.1.0 --rate 20000/s --duration 5m | kubectl apply -f -',
    },
    {
      description: 'A script for k6 with the objectives of the contract',
      command:
        '<%= config.bin %> <%= command.id %> staging --to k6 --contract contracts/openapi.yaml --rate 200/s --duration 1m --output loadtest.js',
    },
  ]

  static override args = {
    target: Args.string({required: true, description: 'A URL of this machine, or the name of a target in mesh.yaml.'}),
  }

  static override flags = {
    to: Flags.option({
      options: ['job', 'k6'] as const,
      required: true,
      summary: 'A Job of Kubernetes, or a script for k6.',
    })(),
    operator: Flags.boolean({summary: 'With --to k6: a TestRun of k6-operator with the script in it.'}),
    workers: Flags.integer({default: 4, helpValue: '4', summary: 'How many pods send the load together.'}),
    image: Flags.string({
      helpValue: 'IMAGE',
      summary: 'The image of the pods, with its version: for a Job one that has mesh, else one of k6.',
    }),
    namespace: Flags.string({helpValue: 'NAME', summary: 'The namespace of all resources.'}),
    'start-in': Flags.string({
      default: '2m',
      helpValue: '2m',
      summary: 'With --to job: how long the cluster has to bring up all pods before they start together.',
    }),
    cpu: Flags.string({default: '1', helpValue: '1', summary: 'Processor that each pod asks for.'}),
    memory: Flags.string({default: '512Mi', helpValue: '512Mi', summary: 'Memory of each pod.'}),
    ...loadFlags,
    ...objectiveFlags,
    format: formatFlag(['text', 'json']),
  }

  async run(): Promise<void> {
    const {args, flags} = await this.parse(LoadTestRender)
    if (flags.operator && flags.to !== 'k6')
      throw new MeshError('--operator is for a script of k6.', 'Write --to k6 --operator, or leave --operator out.')
    const session = await this.open(flags)
    const request = loadTestRequest(args.target, flags)
    const {workers, image, namespace, cpu, memory} = flags
    const ofLoad = Object.keys({...loadFlags, ...objectiveFlags})
    const given = Object.fromEntries(Object.entries(flags).filter(([name]) => ofLoad.includes(name)))
    const wanted = {workers, image, namespace, cpu, memory}
    if (flags.to === 'job') {
      const {renderJob} = await import('../../loadtest/render/job/render-job.js')
      await this.print(await renderJob(request, {...wanted, startIn: flags['start-in'], flags: given}, session), flags)
    } else {
      const {renderK6, renderTestRun} = await import('../../loadtest/render/k6/render-k6.js')
      await this.print(
        await (flags.operator ? renderTestRun(request, wanted, session) : renderK6(request, session)),
        flags,
      )
    }
  }
}
