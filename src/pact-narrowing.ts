import type {Session} from './command.js'
import {type GivenNarrowing, narrowingChoices} from './lint-flags.js'
import type {CheckRequest} from './pact/check/request.js'

/** What `mesh pact check` leaves out: as `mesh lint contracts` does, with a baseline of its own. */
export function narrowing(
  flags: GivenNarrowing,
  /** Whether all pacts of the project are checked: what is not found any more is mended then. */
  isWhole: boolean,
  {root, signal}: Pick<Session, 'root' | 'signal'>,
): CheckRequest['narrow'] {
  const request = {
    root,
    cwd: process.cwd(),
    signal,
    subject: 'pacts' as const,
    ...narrowingChoices(flags),
  }
  return async (all, sources) => {
    const [{withoutBaseline}, {baselineNotes, baselineSteps}, {changedOnly}] = await Promise.all([
      import('./lint/baseline.js'),
      import('./lint/baseline-texts.js'),
      import('./lint/since.js'),
    ])
    const isAlwaysTold = () => false
    const found = all.filter(await changedOnly(request, sources, isAlwaysTold))
    const judged = new Set(sources.map(({path}) => path))
    const settled = async () => () => isWhole
    const {fresh: findings, baseline} = await withoutBaseline(found, judged, isAlwaysTold, settled, request)
    const told = new Set(findings)
    return {
      findings,
      suppressed: found.filter(finding => !told.has(finding)).map(finding => ({finding, by: 'baseline'})),
      notes: baselineNotes(baseline),
      next: baselineSteps(baseline, flags['no-baseline'] ? 0 : findings.length),
      data: baseline ? {baseline} : {},
    }
  }
}
