import {realpath} from 'node:fs/promises'
import {dirname, resolve} from 'node:path'
import {load, YAMLException} from 'js-yaml'
import {type Config, sharedSettingsSchema} from '../config/schema.js'
import {MeshError} from '../core/errors.js'
import {problemsOf} from '../core/problems.js'
import {presets as presetNames} from '../core/rule.js'
import {didYouMean} from '../core/suggest.js'
import {readTextFile, shownPath} from '../io/files.js'
import {isBelow} from './documents.js'

/** Settings of rules as somebody wrote them; those of a later layer count more. */
export interface Layer {
  /** Where it is written, for messages: `"lint.rules" of mesh.yaml`. */
  readonly place: string
  readonly rules: Config['lint']['rules']
  /** The files that it is about; all when undefined. */
  readonly files: readonly string[] | undefined
}

/** What the configuration builds upon, and what it says itself. */
export interface Layers {
  /** Names of presets without `mesh:`. */
  readonly presets: ReadonlySet<string>
  readonly layers: readonly Layer[]
}

const prefix = 'mesh:'
const known = [...presetNames, 'all'].map(name => prefix + name)

/** Reads what `lint.extends` names; the files of it lie in the repository. */
export async function layersOf({lint}: Config, root: string, cwd: string): Promise<Layers> {
  const presets = new Set<string>()
  const layers: Layer[] = []
  const add = async (
    {extends: names, rules, overrides}: Pick<Config['lint'], 'extends' | 'rules' | 'overrides'>,
    place: (key: string) => string,
    folder: string,
    above: readonly string[],
  ) => {
    for (const name of [names].flat()) {
      if (known.includes(name)) presets.add(name.slice(prefix.length))
      else if (name.startsWith(prefix))
        throw new MeshError(
          `Preset "${name}" of ${place('extends')} is unknown.${didYouMean(name, known)}`,
          `The presets are ${known.join(', ')}.`,
        )
      else {
        const path = resolve(folder, name)
        const shown = shownPath(path, cwd)
        if (above.includes(path)) throw new MeshError(`"${shown}" extends itself.`, 'Remove one of the entries.')
        const settings = await sharedSettings(path, root, shown)
        await add(settings, key => `"${key}" of ${shown}`, dirname(path), [...above, path])
      }
    }
    layers.push({place: place('rules'), rules, files: undefined})
    for (const {files, rules: own} of overrides) layers.push({place: place('overrides'), rules: own, files})
  }
  await add(lint, key => `"lint.${key}"`, root, [])
  // Who only shares settings of rules did not mean to turn off all others.
  if (presets.size === 0 && [lint.extends].flat().length > 0) presets.add('standard')
  return {presets, layers}
}

async function sharedSettings(path: string, root: string, shown: string) {
  const text = await readTextFile(path, shown)
  if (!isBelow(await realpath(path), await realpath(root)))
    throw new MeshError(
      `"${shown}" of "lint.extends" lies outside of the folder of mesh.yaml.`,
      'Settings are only read from the repository itself; copy the file into it.',
    )
  let value: unknown
  try {
    value = load(text) ?? {}
  } catch (error) {
    if (!(error instanceof YAMLException)) throw error
    throw new MeshError(
      `"${shown}" is not valid YAML: ${error.reason}.`,
      'Mend the file, or remove it from "lint.extends".',
    )
  }
  const result = sharedSettingsSchema.safeParse(value)
  if (result.success) return result.data
  throw new MeshError(
    `"${shown}" does not hold settings: ${problemsOf(result.error, sharedSettingsSchema, value).join(' ')}`,
    'It may have "extends", "rules" and "overrides" as below "lint" in mesh.yaml.',
  )
}
