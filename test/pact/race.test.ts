import {rmSync} from 'node:fs'
import {join} from 'node:path'
import {afterEach, expect, test} from 'vitest'
// @ts-expect-error what the bench measures, in JavaScript
import {consumerProject} from '../bench/pact/consumer.js'
import {Project} from './mesh.js'

/** `npm run bench pact-race` does it 20 times, and with the runner alone as well. */
const runs = Number(process.env['MESH_PACT_RACE_RUNS'] ?? 2)

let project: Project | undefined

afterEach(() => project?.remove())

// Alone, the library loses interactions in about every other run, with all tests green.
test.each([
  ['processes', 'forks'],
  ['threads', 'threads'],
])(
  'eight test files of five interactions, in %s: nothing is lost, and every run gives the same bytes',
  async (_, pool) => {
    project = new Project(consumerProject(8, 5) as string)
    const texts = new Set<string>()
    for (let run = 0; run < runs; run++) {
      rmSync(join(project.folder, 'pacts'), {recursive: true, force: true})
      const {code, stdout, stderr} = await project.mesh(['pact', 'test', '--', '--maxWorkers=8', `--pool=${pool}`])
      expect({code, stderr}, stdout).toEqual({code: 0, stderr: ''})
      texts.add(project.read('pacts/web-orders.json'))
      expect(JSON.parse(project.read('pacts/web-orders.json')).interactions, `run ${run + 1}`).toHaveLength(40)
    }
    expect(texts.size).toBe(1)
  },
  runs * 60_000,
)
