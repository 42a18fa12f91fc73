import {spawn} from 'node:child_process'
import {existsSync, readFileSync} from 'node:fs'
import {join, resolve} from 'node:path'
import {setTimeout as pause} from 'node:timers/promises'
import {afterEach, describe, expect, test} from 'vitest'
import {readJestResults} from '../../src/pact/runners/test-results.js'
import {consumerProject, Project} from './mesh.js'

const projects: Project[] = []

afterEach(() => {
  for (const project of projects.splice(0)) project.remove()
})

function consumer(files: Readonly<Record<string, unknown>>): Project {
  const project = consumerProject(files)
  projects.push(project)
  return project
}

/** A test in JavaScript for any runner that calls tests `test`. */
function testFile(imports: string, description: string, expected = 1): string {
  return `import assert from 'node:assert/strict'
import {PactV4} from '@pact-foundation/pact'
${imports}
test(${JSON.stringify(description)}, async () => {
  await new PactV4({consumer: 'web', provider: 'orders'})
    .addInteraction()
    .uponReceiving(${JSON.stringify(description)})
    .withRequest('GET', '/orders/1')
    .willRespondWith(200, builder => builder.jsonBody({id: 1}))
    .executeTest(async mock => {
      const answer = await fetch(mock.url + '/orders/1')
      assert.deepEqual(await answer.json(), {id: ${expected}})
    })
})
`
}

async function pactTest(project: Project, ...words: string[]) {
  const outcome = await project.mesh(['pact', 'test', '--format', 'json', ...words])
  return {...outcome, report: outcome.stdout === '' ? undefined : JSON.parse(outcome.stdout)}
}

describe.each([
  ['mocha', `import {it as test} from 'mocha'`, ['--', '--grep', 'first']],
  ['node --test', `import {test} from 'node:test'`, ['--', '--test-name-pattern', 'first']],
])('%s', (name, imports, filter) => {
  test('is found by what the tests import, tells the tests that fail, and knows when it runs a part', async () => {
    const project = consumer({
      'test/pact/one.consumer.test.js': testFile(imports, 'the first'),
      'test/pact/two.consumer.test.js': testFile(imports, 'the second'),
    })
    const all = await pactTest(project)
    expect(all.report).toMatchObject({
      outcome: 'pass',
      runner: name,
      complete: true,
      tests: {passed: 2, failed: 0, skipped: 0},
      pacts: [{interactions: 2, added: 2}],
    })
    project.write('test/pact/two.consumer.test.js', testFile(imports, 'another'))
    const part = await pactTest(project, ...filter)
    expect(part.report).toMatchObject({outcome: 'pass', complete: false, pacts: [{interactions: 2, kept: 1}]})
    project.write('test/pact/two.consumer.test.js', testFile(imports, 'the second', 2))
    const failed = await pactTest(project)
    expect(failed.code).toBe(1)
    expect(failed.report.tests).toMatchObject({passed: 1, failed: 1})
    const [finding] = failed.report.findings
    expect(finding).toMatchObject({
      rule: 'pact/consumer-test',
      message: expect.stringContaining('"the second" failed'),
      location: {path: 'test/pact/two.consumer.test.js'},
    })
    expect(finding.location.start.line).toBeGreaterThan(1)
  })
})

test('where tests use globals, the runner is the one that the project uses', async () => {
  // vitest is there as well, and would be found first.
  const file = testFile('', 'the first').replace('test(', 'it(')
  const manifest = {name: 'web', type: 'module', scripts: {'test:pact': 'NODE_ENV=test mocha test/pact'}}
  const project = consumer({'test/pact/one.consumer.test.js': file, 'package.json': manifest})
  expect((await pactTest(project)).report).toMatchObject({outcome: 'pass', runner: 'mocha', tests: {passed: 1}})
  project.write('package.json', {name: 'web', type: 'module', devDependencies: {mocha: '*'}})
  expect((await pactTest(project)).report).toMatchObject({outcome: 'pass', runner: 'mocha', tests: {passed: 1}})
})

test('the report of jest is read as that of vitest', async () => {
  // What jest 30 writes, as far as it is of use.
  const project = new Project({
    'results.json': {
      numPassedTests: 1,
      numFailedTests: 1,
      numPendingTests: 1,
      numTodoTests: 0,
      testResults: [
        {
          name: '/project/test/a.consumer.test.js',
          status: 'failed',
          message: '  ● a › fails',
          assertionResults: [
            {fullName: 'a passes', status: 'passed', failureMessages: []},
            {
              fullName: 'a fails',
              status: 'failed',
              failureMessages: ['Error: expected 1\n    at Object.<anonymous> (/project/test/a.consumer.test.js:7:3)'],
            },
          ],
        },
      ],
    },
  })
  projects.push(project)
  expect(await readJestResults(join(project.folder, 'results.json'))).toMatchObject({
    passed: 1,
    failed: 1,
    skipped: 1,
    findings: [{message: '"a fails" failed: expected 1.', location: {start: {line: 7, column: 3}}}],
  })
})

test('tests for two runners are an error', async () => {
  const project = consumer({
    'test/pact/one.consumer.test.js': testFile(`import {test} from 'node:test'`, 'the first'),
    'test/pact/two.consumer.test.js': testFile(`import {test} from 'vitest'`, 'the second'),
  })
  const {code, stderr} = await project.mesh(['pact', 'test'])
  expect(code).toBe(2)
  expect(stderr).toMatch(/are written for (node --test and for vitest|vitest and for node --test)/)
})

test('--fail-on-change writes nothing, and fails when a pact in the repository is not what the tests write', async () => {
  const file = 'test/pact/one.consumer.test.js'
  const project = consumer({[file]: testFile(`import {test} from 'node:test'`, 'the first')})
  const missing = await pactTest(project, '--fail-on-change')
  expect(missing.code).toBe(1)
  expect(missing.report.findings).toMatchObject([
    {rule: 'pact/stale-pact', message: '"pacts/web-orders.json" is not what the tests write: 1 new.'},
  ])
  expect(existsSync(join(project.folder, 'pacts'))).toBe(false)
  expect((await pactTest(project)).code).toBe(0)
  const before = project.read('pacts/web-orders.json')
  expect((await pactTest(project, '--fail-on-change')).code).toBe(0)
  project.write(file, testFile(`import {test} from 'node:test'`, 'renamed'))
  const renamed = await pactTest(project, '--fail-on-change')
  expect(renamed.code).toBe(1)
  expect(renamed.report.findings[0].message).toContain('1 new, 1 gone')
  expect(project.read('pacts/web-orders.json')).toBe(before)
})

test('--watch runs the tests again when a file changes, until it is interrupted', async () => {
  const file = 'test/pact/one.consumer.test.js'
  const imports = `import {test} from 'node:test'`
  const project = consumer({[file]: testFile(imports, 'the first')})
  const words = [resolve('bin/run.js'), 'pact', 'test', '--watch']
  const child = spawn(process.execPath, words, {cwd: project.folder, env: {...process.env, NO_COLOR: '1'}})
  try {
    let told = ''
    child.stdout.setEncoding('utf8').on('data', text => {
      told += text
    })
    child.stderr.setEncoding('utf8').on('data', text => {
      told += text
    })
    const until = async (what: RegExp) => {
      for (let round = 0; !what.test(told); round++) {
        if (round > 500) throw new Error(`Not told: ${what}\n${told}`)
        await pause(50)
      }
      told = ''
    }
    await until(/1 pact with 1 interaction/)
    project.write(file, testFile(imports, 'the second'))
    await until(/1 new, 1 gone/)
    // What cannot run is told, and does not end the watch.
    project.write(file, 'throw new Error("no test")')
    await until(/no test|finds no tests|failed/)
    project.write(file, testFile(imports, 'the third'))
    await until(/1 new, 1 gone/)
    expect(readFileSync(join(project.folder, 'pacts/web-orders.json'), 'utf8')).toContain('the third')
    child.kill('SIGINT')
    const code = await new Promise(done => child.once('close', done))
    expect(code).toBe(130)
  } finally {
    child.kill('SIGKILL')
  }
})
