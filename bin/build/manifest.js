import {writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {Plugin} from '@oclif/core'

/** With oclif.manifest.json only the command that is run is loaded; without it, all are. */
export async function writeManifest(root) {
  process.env.NODE_ENV ??= 'production'
  const plugin = new Plugin({root, type: 'core', ignoreManifest: true, errorOnManifestCreate: true})
  await plugin.load()
  writeFileSync(join(root, 'oclif.manifest.json'), JSON.stringify(plugin.manifest))
}
