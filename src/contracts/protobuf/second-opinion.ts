import type {Draft} from './draft.js'
import type {ProtobufContract} from './model.js'

/**
 * Asks protobufjs whether it can load the files, each by itself: in a root that files share they overwrite the options
 * of each other. Plain files are not asked about, nor those that cannot be read at all.
 */
export async function askProtobufjs(contracts: readonly ProtobufContract[]): Promise<void> {
  const doubtful = contracts.filter(({document}) => !document.isPlain && document.problems.length === 0)
  if (doubtful.length === 0) return
  const {default: protobuf} = await import('protobufjs')
  for (const {document, source} of doubtful) {
    const file: Draft<typeof document> = document
    try {
      protobuf.parse(source.text, new protobuf.Root(), {keepCase: true})
    } catch (error) {
      file.loadFault = error instanceof Error ? error.message : String(error)
    }
  }
}
