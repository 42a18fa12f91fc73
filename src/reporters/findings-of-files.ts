import type {Finding} from '../core/finding.js'
import {grouped} from '../core/grouped.js'

/** Findings by the path of their file, in the order in which they come. */
export function findingsOfFiles(findings: readonly Finding[]): ReadonlyMap<string, readonly Finding[]> {
  return grouped(findings, ({location}) => location.path)
}
