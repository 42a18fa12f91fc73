import {mkdirSync, writeFileSync} from 'node:fs'
import {dirname, join} from 'node:path'
import {expect, test} from 'vitest'
import {plan} from '../../src/scaffold/plan.js'
import {templateOf, temporaryFolder} from './fixture.js'

const manifest = {version: '1.0.0', summary: 'A template'}

function templatesIn(files: Readonly<Record<string, string | Buffer>>): string {
  const root = temporaryFolder()
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(root, 'templates', path)), {recursive: true})
    writeFileSync(join(root, 'templates', path), content)
  }
  return root
}

/** What the build says to one template with these files. */
async function mistakeOf(files: Readonly<Record<string, string | Buffer>>, more: object = {}): Promise<string> {
  const root = templatesIn({'a/template.json': JSON.stringify({...manifest, ...more}), ...files})
  try {
    await templateOf(root, 'a')
  } catch (error) {
    return String(error)
  }
  return ''
}

const answers = {
  port: {type: 'integer', summary: 'A port.', minimum: 1, maximum: 9, default: 3},
  upstreams: {type: 'list', summary: 'Services.', of: {url: {summary: 'An address.'}}, default: []},
}

test.each([
  ['{{nmae}}', '"nmae" is not declared under "answers" (line 1).'],
  ['{{#if missing}}x{{/if}}', '"missing" is not declared'],
  ['\n{{#each upstreams}}{{port}}{{/each}}', '"port" is not declared under "answers" (line 2).'],
  ['{{#each port}}{{/each}}', '"port" is not a list'],
  ['{{url}}', '"url" is not declared'],
  ['{{../name}}', '"../name" is not declared'],
  ['{{@first}}', '"@first" is not declared'],
  ['{{name.length}}', '"name.length" is not declared'],
  ['{{shout name}}', '"shout" is not a helper'],
  ['{{json name port}}', '"json" takes one value'],
  ['{{#with name}}{{/with}}', '"{{#with}}" is not supported'],
  ['{{> partial}}', 'A PartialStatement is not supported'],
  ['${{ secrets.TOKEN }}', '"secrets.TOKEN" is not declared'],
  ['{{#if name}}', 'Parse error'],
])('an expression that is not declared fails the build: %j', async (text, message) => {
  const mistake = await mistakeOf({'a/files/x.txt.hbs': text}, {answers})
  expect(mistake).toContain('templates/a/files/x.txt.hbs: ')
  expect(mistake).toContain(message)
})

test.each([
  '{{#each upstreams}}{{url}} {{../name}} {{@index}} {{#if @last}}{{json url}}{{/if}}{{else}}{{port}}{{/each}}',
  '{{#unless upstreams}}{{title}}{{/unless}}{{! a comment}}{{sh meshVersion}}',
  '\\{{name}}',
])('one that is declared does not: %j', async text => {
  expect(await mistakeOf({'a/files/x.txt.hbs': text}, {answers})).toBe('')
})

test.each([
  [{'a/files/.gitignore': ''}, {}, 'Hidden files are written with "_" in place of the dot.'],
  [{'a/files/x.hbs': Buffer.from([0, 1])}, {}, 'A binary file cannot be rendered.'],
  [{'a/files/x.md': 'every work\n * item'}, {resource: 'work item'}, 'Keep "work item" on one line'],
  [{'a/files/x': '1', 'a/files/x.hbs': '2'}, {}, 'Two files become "x".'],
  [{'a/files/_x': '1', 'a/files/X.md': '', 'a/files/x.md': ''}, {}, 'Two files become "x.md".'],
  [{}, {resource: 'widget'}, '"resource" must be two lower-case words'],
  [{}, {layers: ['nowhere']}, 'Layer "nowhere" does not exist.'],
  [{}, {summary: 'A full stop.'}, '"summary": has no full stop'],
  [{}, {colour: 'red'}, 'colour'],
  [{}, {policies: {'src/**': 'sometimes'}}, '"policies.src/**"'],
])('a mistake fails the build: %j %j', async (files, more, message) => {
  expect(await mistakeOf(files, more)).toContain(message)
})

test('all mistakes are told at once', async () => {
  const mistake = await mistakeOf({'a/files/x.hbs': '{{x}}', 'a/files/y.hbs': '{{y}}'})
  expect(mistake).toContain('files/x.hbs')
  expect(mistake).toContain('files/y.hbs')
})

test('line ends and byte order marks stay as they are', async () => {
  const content = '\uFEFFone work item\r\ntwo\r\n'
  const root = templatesIn({
    'a/template.json': JSON.stringify({...manifest, resource: 'work item'}),
    'a/files/windows.txt': content,
  })
  const {files} = plan(await templateOf(root, 'a'), {name: 'orders', answers: {}, meshVersion: '1.0.0'})
  expect(files[0]?.content.toString()).toBe('\uFEFFone order\r\ntwo\r\n')
})

test('the integrity changes with a file, its name and its mode', async () => {
  const of = async (files: Readonly<Record<string, string>>) =>
    (await templateOf(templatesIn({'a/template.json': JSON.stringify(manifest), ...files}), 'a')).integrity
  const integrities = await Promise.all([{'a/files/x': '1'}, {'a/files/x': '2'}, {'a/files/y': '1'}].map(of))
  expect(new Set(integrities).size).toBe(3)
  expect(await of({'a/files/x': '1'})).toBe(integrities[0])
})

test('identifiers that the resource must not have: code counts, comments, texts, members and keys do not', async () => {
  const code = `
import {reply} from './reply.js' // order in a comment
const text = 'order "order"' + \`order \${reply}\`
export function createWorkItem(request: Request) {
  return {order: request.order, note: "it's an order"}
}
`
  const root = templatesIn({
    'a/template.json': JSON.stringify({...manifest, resource: 'work item'}),
    'a/files/a.ts': code,
    'a/files/other.ts': 'const elsewhere = 1',
  })
  const {resource} = await templateOf(root, 'a')
  const taken = ['Request', 'const', 'export', 'from', 'function', 'import', 'reply', 'request', 'return', 'text']
  expect(resource?.files).toEqual([{taken, named: [['create', 'onePascal', '']]}])
})

test('types of GraphQL belong to all, their fields to them', async () => {
  const root = templatesIn({
    'a/template.json': JSON.stringify({...manifest, resource: 'work item'}),
    'a/files/contracts/schema.graphql': 'type WorkItem { order: Order }\n"""Of a member."""\ntype Member { id: ID! }\n',
  })
  const {resource} = await templateOf(root, 'a')
  expect(resource?.files).toEqual([{taken: ['Member'], named: [['', 'onePascal', '']]}])
})
