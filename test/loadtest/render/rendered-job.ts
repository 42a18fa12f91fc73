import {loadAll} from 'js-yaml'
import {type JobRequest, renderJob} from '../../../src/loadtest/render/job/render-job.js'
import type {LoadTestRequest} from '../../../src/loadtest/source/request.js'
import {flagsOf, type RenderProject, requestOf} from './project.js'

const wanted: Omit<JobRequest, 'flags'> = {
  workers: 3,
  image: 'registry.example.com/mesh:0.1.0',
  namespace: 'load',
  startIn: '2m',
  cpu: '1',
  memory: '512Mi',
}

/** When it is rendered. */
const now = Date.parse('2026-01-31T11:58:00.200Z')

export interface Rendered {
  readonly text: string
  readonly account: Record<string, unknown>
  readonly config: {readonly data: Readonly<Record<string, string>>}
  readonly job: {
    readonly metadata: {readonly name: string}
    readonly spec: Readonly<Record<string, unknown>> & {readonly template: {readonly spec: PodSpec}}
  }
}

interface PodSpec {
  readonly containers: readonly {
    readonly args: readonly string[]
    readonly env: readonly object[]
    readonly workingDir: string
  }[]
  readonly volumes: readonly {
    readonly name: string
    readonly configMap?: {readonly items: readonly {readonly key: string; readonly path: string}[]}
  }[]
}

/** What the Job of this load is, as Kubernetes would read it. */
export async function rendered(
  from: RenderProject,
  request: Partial<LoadTestRequest> = {},
  job: Partial<JobRequest> = {},
): Promise<Rendered> {
  const whole = requestOf(request)
  const {document = ''} = await renderJob(whole, {...wanted, flags: flagsOf(whole), ...job}, from.project, now)
  const [account, config, manifest] = loadAll(document) as [Rendered['account'], Rendered['config'], Rendered['job']]
  return {text: document, account, config, job: manifest}
}

export function containerOf({job}: Rendered) {
  const [container] = job.spec.template.spec.containers
  if (container === undefined) throw new Error('The pod has a container.')
  return container
}
