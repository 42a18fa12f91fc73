import {readFileSync} from 'node:fs'
import {expect} from 'vitest'

/** Expects that each line, such as `pact verify --publish`, names a command of mesh with flags that it has. */
export function expectKnownCommands(lines: readonly string[]): void {
  const {commands} = JSON.parse(readFileSync('oclif.manifest.json', 'utf8'))
  for (const line of lines) {
    const words = line.split(/\s+/)
    const [name] = [`${words[0]}:${words[1]}`, words[0] ?? ''].filter(each => each in commands)
    expect(name, `mesh ${line}`).toBeDefined()
    for (const word of words.filter(each => each.startsWith('--')))
      expect(Object.keys(commands[name ?? ''].flags), `mesh ${line}`).toContain(word.slice(2).replace(/=.*/, ''))
  }
}
