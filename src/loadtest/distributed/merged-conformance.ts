import type {ConformanceResult, Violation} from '../conformance/violation.js'

/** What came of looking at the answers of several workers; undefined when none of them did. */
export function mergedConformance(results: readonly ConformanceResult[]): ConformanceResult | undefined {
  if (results.length === 0) return undefined
  const violations = new Map<string, Violation>()
  for (const violation of results.flatMap(result => result.violations)) {
    const {operation, status, at, problem} = violation
    const key = JSON.stringify([operation, status, at, problem])
    const known = violations.get(key)
    violations.set(key, known ? {...known, count: known.count + violation.count} : violation)
  }
  return {judged: results.reduce((sum, {judged}) => sum + judged, 0), violations: [...violations.values()]}
}
