import type {Finding} from '../core/finding.js'

/** Findings by the path of their file, in the order in which they come. */
export function findingsOfFiles(findings: readonly Finding[]): ReadonlyMap<string, readonly Finding[]> {
  const files = new Map<string, Finding[]>()
  for (const finding of findings) {
    const others = files.get(finding.location.path)
    if (others) others.push(finding)
    else files.set(finding.location.path, [finding])
  }
  return files
}
