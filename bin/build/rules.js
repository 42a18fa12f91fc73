import {existsSync, readdirSync} from 'node:fs'
import {join} from 'node:path'

const name = 'mesh:rules'

/** The text of the module `mesh:rules`: the path of every rule is its id, and importing it is left to the caller. */
export function rulesModuleText(root) {
  const lists = {lint: [], diff: []}
  for (const kind of readdirSync(join(root, 'src/contracts')).sort())
    for (const [family, list] of Object.entries(lists)) {
      const folder = join(root, 'src/contracts', kind, family)
      if (!existsSync(folder)) continue
      for (const file of readdirSync(folder).sort())
        if (/^[a-z0-9-]+\.ts$/.test(file))
          list.push(`  '${kind}/${file.slice(0, -3)}': () => import(${JSON.stringify(join(folder, file))}),`)
    }
  return Object.entries(lists)
    .map(([family, list]) => `export const ${family}Rules = {\n${list.join('\n')}\n}`)
    .join('\n')
}

/** For esbuild: rules are found by their folder, so that two people adding two rules touch no common file. */
export function rulesModule(root) {
  return {
    name,
    setup(build) {
      build.onResolve({filter: /^mesh:rules$/}, () => ({path: name, namespace: name}))
      build.onLoad({filter: /.*/, namespace: name}, () => ({
        contents: rulesModuleText(root),
        loader: 'js',
        resolveDir: root,
      }))
    },
  }
}

/** The same for vitest, which runs the sources. */
export function rulesModuleForVite(root) {
  const resolved = `\0${name}`
  return {
    name,
    resolveId: id => (id === name ? resolved : undefined),
    load: id => (id === resolved ? rulesModuleText(root) : undefined),
  }
}
