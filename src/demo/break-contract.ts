import {readFile, writeFile} from 'node:fs/promises'
import {MeshError} from '../core/errors.js'

/** A contract that was broken on purpose. */
export interface BrokenContract {
  /** What was done to it, as a clause. */
  readonly what: string
  restore(): Promise<void>
}

/** Breaks a contract as people do: one operation loses its operationId, one field is named in another style. */
export async function breakContract(path: string): Promise<BrokenContract> {
  const text = await readFile(path, 'utf8')
  const broken = text.replace(/^\s*operationId: list\w*\n/m, '').replaceAll('createdAt', 'created_at')
  if (broken === text)
    throw new MeshError(
      `"${path}" has nothing that the demo could break.`,
      'Run the demo with the templates of this version.',
    )
  await writeFile(path, broken)
  return {what: 'no operationId on the list, a field named created_at', restore: () => writeFile(path, text)}
}
