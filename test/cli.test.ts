import {mkdtempSync, readdirSync, rmSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {basename, join, resolve} from 'node:path'
import {test} from 'vitest'
import {followPage} from './page.js'

const pages = resolve('test/cli')

/** Guides are kept true in the same way. */
const guides = ['advise', 'lint', 'lint-manifests'].map(name => resolve(`docs/guide/${name}.md`))

const all = readdirSync(pages).flatMap(name => (name.endsWith('.md') ? [join(pages, name)] : []))

for (const path of [...all, ...guides])
  test(basename(path), async () => {
    const cwd = mkdtempSync(join(tmpdir(), 'mesh-cli-'))
    try {
      await followPage(path, cwd)
    } finally {
      rmSync(cwd, {recursive: true, force: true})
    }
  })
