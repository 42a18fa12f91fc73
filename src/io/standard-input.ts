import {MeshError} from '../core/errors.js'

/** More is not read: it would take all memory. */
const largest = 256 * 1024 * 1024

/** All that is piped in, as text without a byte order mark. */
export async function readStandardInput(): Promise<string> {
  const {stdin} = process
  if (stdin.isTTY)
    throw new MeshError('Nothing is piped in.', 'Pipe a contract in: git show HEAD:api.yaml | mesh lint contracts -')
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of stdin) {
    const bytes = Buffer.from(chunk)
    size += bytes.length
    if (size > largest)
      throw new MeshError(`More than ${largest / 1024 / 1024} MB are piped in.`, 'Pipe in a smaller contract.')
    chunks.push(bytes)
  }
  const bytes = Buffer.concat(chunks)
  if (bytes.subarray(0, 8192).includes(0))
    throw new MeshError('What is piped in is binary, not a text.', 'Pipe in a text.')
  return bytes.toString('utf8').replace(/^\uFEFF/, '')
}
