import {rmSync} from 'node:fs'
import {join} from 'node:path'
import {afterEach, expect, test} from 'vitest'
import {consumerProject, Project, type RunOptions} from './mesh.js'

const projects: Project[] = []

afterEach(() => {
  for (const project of projects.splice(0)) project.remove()
})

function consumer(files: Readonly<Record<string, unknown>>): Project {
  const project = consumerProject(files)
  projects.push(project)
  return project
}

/** A test file in which each line is `description: id`, with one interaction for each. */
function testFile(interactions: Readonly<Record<string, number>>, extra = ''): string {
  return `import {PactV4} from '@pact-foundation/pact'
import {expect, test} from 'vitest'
${extra}
const interactions: Record<string, number> = ${JSON.stringify(interactions)}
for (const [description, id] of Object.entries(interactions))
  test(description, async () => {
    await new PactV4({consumer: 'web', provider: 'orders'})
      .addInteraction()
      .given('an order exists')
      .uponReceiving(description)
      .withRequest('GET', '/orders/' + id)
      .willRespondWith(200, builder => builder.jsonBody({id}))
      .executeTest(async mock => {
        const answer = await fetch(mock.url + '/orders/' + id)
        expect(await answer.json()).toEqual({id})
      })
  })
`
}

async function pactTest(project: Project, args: readonly string[] = [], options?: RunOptions) {
  const outcome = await project.mesh(['pact', 'test', '--format', 'json', ...args], options)
  return {...outcome, report: outcome.stdout === '' ? undefined : JSON.parse(outcome.stdout)}
}

function descriptions(project: Project): string[] {
  const pact = JSON.parse(project.read('pacts/web-orders.json'))
  return pact.interactions.map(({description}: {description: string}) => description)
}

test('files that run side by side lose nothing, and give the same bytes every time', async () => {
  const files = [1, 2, 3, 4].map(file => {
    const names = [5, 4, 3, 2, 1].map(number => [`order ${file}-${number}`, file * 10 + number])
    return [`test/pact/file-${file}.consumer.test.ts`, testFile(Object.fromEntries(names))]
  })
  const project = consumer(Object.fromEntries(files))
  const {report, code} = await pactTest(project, ['--', '--maxWorkers=4'])
  expect(code).toBe(0)
  expect(report).toMatchObject({
    outcome: 'pass',
    tests: {passed: 20, failed: 0, skipped: 0},
    complete: true,
    pacts: [
      {path: 'pacts/web-orders.json', consumer: 'web', provider: 'orders', interactions: 20, added: 20, removed: 0},
    ],
  })
  const first = project.read('pacts/web-orders.json')
  expect(descriptions(project)).toEqual(
    [1, 2, 3, 4].flatMap(file => [1, 2, 3, 4, 5].map(number => `order ${file}-${number}`)),
  )
  const again = await pactTest(project, ['--', '--pool=threads'])
  expect(again.report.pacts[0]).toMatchObject({added: 0, changed: 0, removed: 0})
  expect(project.read('pacts/web-orders.json')).toBe(first)
})

test('what deleted tests wrote goes after a complete run, and stays after a part of one', async () => {
  const project = consumer({
    'test/pact/one.consumer.test.ts': testFile({'order 1': 1, 'order 2': 2}),
    'test/pact/two.consumer.test.ts': testFile({'order 3': 3}),
  })
  expect((await pactTest(project)).code).toBe(0)
  project.write('test/pact/one.consumer.test.ts', testFile({'order 1': 1, 'a renamed order': 2}))

  const part = await pactTest(project, ['--', 'one'])
  expect(part.report).toMatchObject({complete: false, pacts: [{interactions: 4, added: 1, removed: 0, kept: 2}]})
  expect(descriptions(project)).toEqual(['a renamed order', 'order 1', 'order 2', 'order 3'])

  const byName = await project.mesh(['pact', 'test', '--', '-t', 'order 1'])
  expect(byName.stdout).toContain('! Only a part of the tests ran: 3 interactions of earlier runs stay as they are.')
  expect(descriptions(project)).toHaveLength(4)

  const whole = await project.mesh(['pact', 'test'])
  expect(whole.stdout).toContain('✓ pacts/web-orders.json: web → orders, 3 interactions (1 gone)')
  expect(descriptions(project)).toEqual(['a renamed order', 'order 1', 'order 3'])
})

test('a skipped test keeps its interaction', async () => {
  const project = consumer({'test/pact/a.consumer.test.ts': testFile({'order 1': 1, 'order 2': 2})})
  await pactTest(project)
  const skipping = testFile({'order 1': 1}, `test.skip('order 2', () => {})`)
  project.write('test/pact/a.consumer.test.ts', skipping)
  expect((await pactTest(project)).report).toMatchObject({complete: false, tests: {passed: 1, skipped: 1}})
  expect(descriptions(project)).toEqual(['order 1', 'order 2'])
})

test('two tests that say different things in the same words are an error at both places', async () => {
  const project = consumer({
    'test/pact/a.consumer.test.ts': testFile({'the order': 1}),
    'test/pact/b.consumer.test.ts': testFile({'the order': 2}),
  })
  const {report, code} = await pactTest(project)
  expect(report.findings).toHaveLength(1)
  const [finding] = report.findings
  expect(finding.rule).toBe('pact/conflicting-interaction')
  expect(finding.message).toContain('web → orders: "the order" given "an order exists" is described in two ways')
  const places = [finding.location, finding.related[0].location]
  expect(places.map(({path}) => path).sort()).toEqual(['test/pact/a.consumer.test.ts', 'test/pact/b.consumer.test.ts'])
  expect(places.map(({start}) => start.line)).toEqual([7, 7])
  expect(() => project.read('pacts/web-orders.json')).toThrow('ENOENT')
  expect(code).toBe(1)
})

test('a failing test is a finding at its place, its output is shown, and no pact is touched', async () => {
  const project = consumer({'test/pact/a.consumer.test.ts': testFile({'order 1': 1})})
  await pactTest(project)
  const before = project.read('pacts/web-orders.json')
  const broken = testFile({'order 1': 1, 'order 2': 2}).replace('toEqual({id})', 'toEqual({id: 1})')
  project.write('test/pact/a.consumer.test.ts', broken)
  const {report, code} = await pactTest(project)
  expect(report.findings).toMatchObject([
    {
      rule: 'pact/consumer-test',
      message: expect.stringContaining('"order 2" failed: expected { id: 2 } to deeply equal { id: 1 }'),
      location: {path: 'test/pact/a.consumer.test.ts', start: {line: 15}},
    },
  ])
  const {stdout} = await project.mesh(['pact', 'test'])
  expect(stdout).toMatch(/✗ vitest exited with code 1\.\n(.*\n)* {4}\|.* FAIL .*order 2/)
  expect(stdout).toMatch(/1 of 2 consumer tests failed \(.*\)\.\n\n {2}No pact file was touched\.\n$/)
  expect(project.read('pacts/web-orders.json')).toBe(before)
  expect(code).toBe(1)
})

test('a request that is never sent fails the test', async () => {
  const silent = testFile({'order 1': 1}).replace(/const answer[\s\S]*toEqual\(\{id\}\)/, '')
  const project = consumer({'test/pact/a.consumer.test.ts': silent})
  const {report, code} = await pactTest(project)
  expect(report.findings[0].message).toContain('expected but not received')
  expect(code).toBe(1)
})

test('the output of the tests is passed through with --verbose, to standard error only', async () => {
  const project = consumer({'test/pact/a.consumer.test.ts': testFile({'order 1': 1})})
  const {stdout, stderr} = await project.mesh(['pact', 'test', '--verbose'])
  expect(stderr).toMatch(/Test Files.*1 passed/)
  expect(stdout).toMatch(
    /^✓ pacts\/web-orders\.json: web → orders, 1 interaction \(1 new\)\n\n1 consumer test passed; 1 pact with 1 interaction \(.*\)\.\n$/,
  )
})

test('another command, another pattern and another folder may be chosen', async () => {
  const project = consumer({
    'checks/orders.test.ts': testFile({'order 1': 1}),
    'test/pact/provider.test.ts': `throw new Error('a test of the provider is not run')`,
    'mesh.yaml': 'pact: {folder: contracts/pacts}',
  })
  expect((await pactTest(project, ['--include', 'checks/*.test.ts'])).report.pacts[0].path).toBe(
    'contracts/pacts/web-orders.json',
  )
  const command = ['--command', 'npx vitest run', '--folder', 'elsewhere', '--', 'checks']
  expect((await pactTest(project, command)).report).toMatchObject({
    tests: null,
    pacts: [{path: 'elsewhere/web-orders.json'}],
  })
})

test.each<[string, Record<string, unknown>, readonly string[], RegExp]>([
  [
    'no tests',
    {},
    [],
    /There are no consumer tests in ".*"\.\nhint: Call them like test\/pact\/orders\.consumer\.test\.ts/,
  ],
  ['a pattern without files', {}, ['--include', 'x/*.ts'], /No file matches "x\/\*\.ts"\./],
  [
    'tests that vitest leaves out',
    {
      'test/pact/a.consumer.test.ts': testFile({a: 1}),
      'vitest.config.mjs': `export default {test: {include: ['other/**']}}`,
    },
    [],
    /vitest finds no tests in "test\/pact\/a\.consumer\.test\.ts"\./,
  ],
  [
    'no pact written',
    {'test/pact/a.consumer.test.ts': `import {test} from 'vitest'\ntest('x', () => {})`},
    [],
    /The consumer tests passed, but wrote no pact\./,
  ],
  [
    'tests that do not end',
    {'test/pact/a.consumer.test.ts': `import {test} from 'vitest'\ntest('x', () => new Promise(() => {}), 60_000)`},
    ['--timeout', '2s'],
    /did not end within 2 s\./,
  ],
])('%s: an error that can be mended', async (_what, files, args, message) => {
  const {code, stderr, stdout} = await consumer(files).mesh(['pact', 'test', ...args])
  expect(stderr).toMatch(message)
  expect(stdout).toBe('')
  expect(code).toBe(2)
})

test('a project without vitest is told what to do', async () => {
  const project = new Project({'package.json': {}, 'test/pact/a.consumer.test.ts': ''})
  projects.push(project)
  const {code, stderr} = await project.mesh(['pact', 'test'])
  expect(stderr).toMatch(/error: vitest is not installed in ".*"\.\nhint: Install it/)
  expect(code).toBe(2)
})

test('names with blanks, slashes and umlauts are one file, and no path', async () => {
  const named = testFile({'order 1': 1}).replace("'web'", "'Büro & Web/App'").replace("'orders'", "'Aufträge: neu'")
  const project = consumer({'test/pact/a.consumer.test.ts': named})
  const {report, code} = await pactTest(project)
  expect(report?.pacts).toMatchObject([{consumer: 'Büro & Web/App', provider: 'Aufträge: neu', interactions: 1}])
  expect(project.list('pacts')).toEqual(['Büro & Web-App-Aufträge- neu.json'])
  expect(code).toBe(0)
  expect((await pactTest(project, ['--fail-on-change'])).code).toBe(0)
  const other = testFile({'order 2': 2}).replace("'web'", "'Büro & Web-App'").replace("'orders'", "'Aufträge- neu'")
  project.write('test/pact/b.consumer.test.ts', other)
  const {stderr} = await project.mesh(['pact', 'test'])
  expect(stderr).toContain('Two pacts of the tests would both be in "Büro & Web-App-Aufträge- neu.json".')
})

test('a pact that no test writes any more goes with the last of its tests, and only then', async () => {
  const users = testFile({'user 1': 1}).replace("'orders'", "'users'")
  const project = consumer({
    'test/pact/orders.consumer.test.ts': testFile({'order 1': 1}),
    'test/pact/users.consumer.test.ts': users,
    // What others expect of this project lies in the same folder.
    'pacts/app.json': {consumer: {name: 'app'}, provider: {name: 'web'}, interactions: []},
  })
  expect((await pactTest(project)).code).toBe(0)
  rmSync(join(project.folder, 'test/pact/users.consumer.test.ts'))
  expect((await pactTest(project, ['--', 'orders'])).code).toBe(0)
  const all = ['app.json', 'web-orders.json', 'web-users.json']
  expect(project.list('pacts')).toEqual(all)
  const stale = await pactTest(project, ['--fail-on-change'])
  expect(stale.report.findings).toMatchObject([
    {rule: 'pact/stale-pact', message: '"pacts/web-users.json" is not what the tests write: 1 gone.'},
  ])
  expect(stale.code).toBe(1)
  expect(project.list('pacts')).toEqual(all)
  const {stdout} = await project.mesh(['pact', 'test'])
  expect(stdout).toContain('✓ pacts/web-users.json: web → users, no test writes it any more (1 gone)')
  expect(stdout).toContain('1 pact with 1 interaction')
  expect(project.list('pacts')).toEqual(['app.json', 'web-orders.json'])
})
