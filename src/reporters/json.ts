import {inOrder, totals} from '../core/finding.js'
import type {Reporter} from '../core/report.js'

/** One JSON object. Its keys are part of the interface: `outcome`, `summary`, `findings`, `totals` and those of the command. */
export const json: Reporter = ({outcome, summary, findings, data}) =>
  `${JSON.stringify({outcome, summary, findings: inOrder(findings), totals: totals(findings), ...data}, null, 2)}\n`
