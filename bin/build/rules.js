import {existsSync, readdirSync} from 'node:fs'
import {join} from 'node:path'

const name = 'mesh:rules'
const families = ['lint', 'diff']

/** The files of each folder of rules: `{kind, family, folder, ids}`. */
function folders(root) {
  return readdirSync(join(root, 'src/contracts'))
    .sort()
    .flatMap(kind => families.map(family => ({kind, family, folder: join(root, 'src/contracts', kind, family)})))
    .filter(({folder}) => existsSync(folder))
    .map(each => ({
      ...each,
      names: readdirSync(each.folder)
        .filter(file => /^[a-z0-9-]+\.ts$/.test(file))
        .sort()
        .map(file => file.slice(0, -3)),
    }))
}

/**
 * The text of the module `mesh:rules`: the path of every rule is its id, and importing it is left to the caller. The
 * rules of a folder come in one piece: a contract is judged by all of them, and loading eighty files takes longer than
 * judging a hundred contracts.
 */
export function rulesModuleText(root) {
  const all = folders(root)
  const listOf = family =>
    all
      .filter(each => each.family === family)
      .flatMap(({kind, names}) =>
        names.map(rule => {
          const id = `${kind}/${rule}`
          return `  '${id}': () => import('${name}/${kind}/${family}').then(rules => ({default: rules['${rule}']})),`
        }),
      )
  return families.map(family => `export const ${family}Rules = {\n${listOf(family).join('\n')}\n}`).join('\n')
}

/** The text of the module `mesh:rules/<kind>/<family>`: every rule of one folder by its name. */
export function folderModuleText(root, id) {
  const found = folders(root).find(({kind, family}) => id === `${name}/${kind}/${family}`)
  return (found?.names ?? [])
    .map(rule => `export {default as '${rule}'} from ${JSON.stringify(join(found.folder, `${rule}.ts`))}`)
    .join('\n')
}

function moduleText(root, id) {
  return id === name ? rulesModuleText(root) : folderModuleText(root, id)
}

/** For esbuild: rules are found by their folder, so that two people adding two rules touch no common file. */
export function rulesModule(root) {
  return {
    name,
    setup(build) {
      build.onResolve({filter: /^mesh:rules(?:\/|$)/}, ({path}) => ({path, namespace: name}))
      build.onLoad({filter: /.*/, namespace: name}, ({path}) => ({
        contents: moduleText(root, path),
        loader: 'js',
        resolveDir: root,
      }))
    },
  }
}

/** The same for vitest, which runs the sources. */
export function rulesModuleForVite(root) {
  const mark = '\0'
  return {
    name,
    resolveId: id => (id === name || id.startsWith(`${name}/`) ? mark + id : undefined),
    load: id => (id.startsWith(mark + name) ? moduleText(root, id.slice(mark.length)) : undefined),
  }
}
