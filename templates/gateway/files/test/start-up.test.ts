import {readFileSync} from 'node:fs'
import {expect, test} from 'vitest'

/** What a file imports before it runs, types left out. */
const imports = /^(?:import|export)\s+(?!type\b)(?:[^'"]*\sfrom\s+)?'([^']+)'/gm

/** The libraries that are loaded before anything runs, with the file that asks for them. */
function librariesOf(file: URL, found = new Map<string, string>(), visited = new Set<string>()): Map<string, string> {
  if (visited.has(file.href)) return found
  visited.add(file.href)
  for (const [, name = ''] of readFileSync(file, 'utf8').matchAll(imports)) {
    if (name.startsWith('.')) librariesOf(new URL(name.replace(/\.js$/, '.ts'), file), found, visited)
    else if (!name.startsWith('node:')) found.set(name, file.pathname)
  }
  return found
}

test('a gateway loads what every route needs at its start; the rest is for those whose routes need it', () => {
  const libraries = librariesOf(new URL('../src/main.ts', import.meta.url))
  expect(Object.fromEntries(libraries)).toMatchObject({fastify: expect.anything(), undici: expect.anything()})
  const late = ['@fastify/cors', 'ajv', 'ajv-formats', 'cockatiel', 'fast-json-stringify', 'graphql', 'ioredis', 'ws']
  const early = [...libraries].filter(([path]) => late.some(name => path === name || path.startsWith(`${name}/`)))
  expect(early).toEqual([])
})
