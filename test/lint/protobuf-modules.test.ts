import {join} from 'node:path'
import {expect, test} from 'vitest'
import {Project} from './linted.js'

const project = new Project()

/** What is told about names and imports in some files: `file:line: message`. */
async function told(files: Readonly<Record<string, string>>, paths: readonly string[]): Promise<readonly string[]> {
  project.clear()
  project.write(files)
  const {findings} = await project.lint(
    {},
    {
      paths: paths.map(path => join(project.folder, path)),
      only: ['protobuf/import-found', 'protobuf/type-found'],
    },
  )
  return findings.map(({location, message}) => `${location.path}:${location.start.line}: ${message}`)
}

const user = (type: string) => `syntax = "proto3";\nimport "common/v1/id.proto";\nmessage User { ${type} id = 1; }\n`
const id = (type: string) => `syntax = "proto3";\nmessage ${type} { string value = 1; }\n`

test('an import starts at the module of its file, however near another file is', async () => {
  const files = {
    'buf.yaml': 'version: v2\nmodules: [{path: proto}, {path: vendor}]\n',
    'proto/common/v1/id.proto': id('Ours'),
    'proto/users/v1/user.proto': user('Ours'),
    'proto/users/v1/copies/common/v1/id.proto': id('Theirs'),
    'vendor/common/v1/id.proto': id('Vendored'),
  }
  expect(await told(files, ['.'])).toEqual([])
  expect(await told(files, ['proto/users/v1/user.proto'])).toEqual([])
  const {'buf.yaml': _, ...without} = files
  expect(await told(without, ['.'])).toEqual([
    'proto/users/v1/user.proto:3: Type "Ours" is not imported; it is declared in "proto/common/v1/id.proto".',
  ])
})

test.each([
  ['buf.yaml', 'version: v1beta1\nbuild: {roots: [api, third_party]}\n'],
  ['buf.work.yaml', 'version: v1\ndirectories: [api, third_party]\n'],
  ['buf.yaml', 'version: v2\nmodules:\n  - path: api\n  - path: third_party\n    name: buf.build/example/common\n'],
])('modules beside each other are found by %s', async (name, text) => {
  const files = {
    [name]: text,
    'api/users/v1/user.proto': user('Id'),
    'third_party/common/v1/id.proto': id('Id'),
  }
  expect(await told(files, ['api/users/v1/user.proto'])).toEqual([])
})

test('what is excluded is never meant, but by what is excluded itself', async () => {
  const files = {
    'buf.yaml': 'version: v1\nbuild: {excludes: [old]}\n',
    'old/common/v1/id.proto': id('Id'),
    'old/user.proto': user('Id'),
    'user.proto': user('Id'),
  }
  expect(await told(files, ['user.proto', 'old/user.proto'])).toEqual([
    expect.stringMatching(/^user\.proto:2: "common\/v1\/id\.proto" is not among the files/),
  ])
})

test('a file that cannot be read says nothing', async () => {
  const files = {'buf.yaml': 'modules: [{path: : }\n', 'a/user.proto': user('Id'), 'a/common/v1/id.proto': id('Id')}
  expect(await told(files, ['.'])).toEqual([])
})
