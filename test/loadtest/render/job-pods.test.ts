import {spawn} from 'node:child_process'
import {once} from 'node:events'
import {mkdirSync, writeFileSync} from 'node:fs'
import {dirname, join, resolve} from 'node:path'
import {afterAll, expect, test} from 'vitest'
import {startTarget} from '../target/target.js'
import {clientTls, RenderProject} from './project.js'
import {containerOf, rendered} from './rendered-job.js'

// What is rendered goes to where it is for: the rules for manifests, and a worker of mesh.

const mesh = resolve('bin/run.js')
const plain = new RenderProject()
const withTls = new RenderProject(clientTls)
afterAll(() => {
  plain.remove()
  withTls.remove()
})

test('is clean under "mesh lint manifests"', async () => {
  const {text} = await rendered(withTls, {duration: '5m'})
  withTls.write('lint/job.yaml', text)
  const {code, output} = await run(['lint', 'manifests', 'job.yaml'], join(withTls.root, 'lint'))
  expect(output).toMatch(/^No findings in 3 manifests/)
  expect(code).toBe(0)
})

test('the pods find everything that they need where they look for it', async () => {
  const target = await startTarget({})
  const far = new RenderProject()
  try {
    // The contract lies outside of the project, too.
    const result = await rendered(
      plain,
      {contract: join(far.root, 'contracts/openapi.yaml'), rate: '50/s', duration: '1s'},
      {workers: 1},
    )
    const pod = result.job.spec.template.spec
    const {args, workingDir} = containerOf(result)
    const items = pod.volumes.find(({name}) => name === 'plan')?.configMap?.items ?? []
    expect(items).toHaveLength(3)
    for (const {key, path} of items) {
      const file = join(far.root, 'mount', path)
      mkdirSync(dirname(file), {recursive: true})
      const text = result.config.data[key] ?? ''
      writeFileSync(file, text.replace('http://orders.shop.svc.cluster.local:8080', target.url))
    }
    const words = args.map(arg => (arg.startsWith('--start-at=') ? `--start-at=${Date.now() + 8000}` : arg))
    const {code, output} = await run(words, workingDir.replace('/etc/mesh', join(far.root, 'mount')), {
      JOB_COMPLETION_INDEX: '0',
      STAGING_TOKEN: 'secret',
    })
    expect(JSON.parse(output)).toMatchObject({
      worker: {index: 0, of: 1},
      requests: {planned: 50},
      operations: [{name: 'GET /v1/orders'}, {name: 'POST /v1/orders'}, {name: 'GET /v1/orders/{id}'}],
      thresholds: [
        {text: 'p50<40ms'},
        {text: 'p95<=50ms'},
        {text: 'errors<=0.1%'},
        {text: 'GET /v1/orders: p99<=80ms'},
      ],
    })
    expect(code).toBe(0)
    expect(output).not.toContain('secret')
  } finally {
    await target.stop()
    far.remove()
  }
}, 60_000)

function run(words: readonly string[], cwd: string, env: Readonly<Record<string, string>> = {}) {
  const child = spawn(process.execPath, [mesh, ...words], {cwd, env: {...process.env, NO_COLOR: '1', ...env}})
  let output = ''
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', chunk => {
      output += chunk
    })
  return once(child, 'close').then(([code]) => ({code, output}))
}
