import {z} from 'zod'
import type {Alert} from '../alerts.js'
import {lintRule} from '../model.js'
import {callsOf, divides, matchersOf} from '../promql.js'

const options = z.object({
  statusLabel: z.string().default('status_code').describe('The label of metrics `http_…` that has the status.'),
  severities: z
    .array(z.string())
    .default(['critical', 'warning', 'info'])
    .describe('What `labels.severity` may be: who is told is chosen by it.'),
})

export default lintRule({
  summary:
    'Require alerts that measure what they say: quantiles over all pods, errors as a share, a severity that somebody reads',
  why: 'A quantile of one pod says nothing of the service; five errors a second are an outage at ten requests and nothing at ten thousand; a label that no metric has never fires.',
  fix: 'Write `histogram_quantile(0.95, sum by (le) (rate(…_bucket[5m])))`, divide the rate of errors by that of all requests, use the label `status_code`, and set `labels.severity`.',
  severity: 'error',
  options,
  examples: {
    valid: [
      `
apiVersion: monitoring.coreos.com/v1
kind: PrometheusRule
metadata: {name: orders}
spec:
  groups:
    - name: orders
      rules:
        - alert: HighErrorRate
          expr: sum(rate(http_requests_total{status_code=~"5.."}[5m])) / sum(rate(http_requests_total[5m])) > 0.05
          labels: {severity: critical}
        - alert: Slow
          expr: histogram_quantile(0.95, sum(rate(http_request_duration_seconds_bucket{path!~"/a/(b)"}[5m])) by (service, le)) > 0.1
          labels: {severity: warning}
        - {record: 'orders:errors', expr: 'rate(http_requests_total{status="500"}[5m])'}
`,
      // The file of Prometheus itself. What other programs export has labels of their own, a native histogram no "le",
      // and what is grouped by everything but the pod keeps it.
      `
groups:
  - name: mesh
    rules:
      - alert: MeshErrors
        expr: |
          sum(rate(istio_requests_total{response_code=~"5.."}[5m]))
            / sum(rate(istio_requests_total[5m])) > 0.05
        labels: {severity: critical}
      - {alert: Native, expr: 'histogram_quantile(0.9, sum(rate(http_duration_seconds[5m]))) > 1', labels: {severity: info}}
      - alert: Without
        expr: histogram_quantile(0.9, sum without (pod) (rate(http_duration_seconds_bucket[5m]))) > 1
        labels: {severity: info}
`,
    ],
    invalid: [
      `
apiVersion: monitoring.coreos.com/v1
kind: PrometheusRule
metadata: {name: orders}
spec:
  groups:
    - name: orders
      rules:
        - alert: HighErrorRate
          expr: rate(http_requests_total{status=~"5.."}[5m]) > 0.05 # want: Alert "HighErrorRate" asks for the label "status"; the status is in "status_code". | Alert "HighErrorRate" counts errors; divide their rate by that of all requests.
          labels: {severity: page} # want: The severity of Alert "HighErrorRate" is "page"; it has to be one of critical, warning, info.
        - alert: Slow # want: Alert "Slow" has no "labels.severity".
          expr: histogram_quantile(0.95, rate(http_request_duration_seconds_bucket[5m])) > 0.1 # want: Alert "Slow" takes the quantile of each series; write "sum by (le) (rate(…_bucket[5m]))" around it.
`,
      `
groups:
  - name: orders
    rules:
      - alert: Slow
        expr: histogram_quantile(0.95, sum(rate(http_request_duration_seconds_bucket[5m])) by (service)) > 0.1 # want: Alert "Slow" sums the buckets without "le", so that no quantile is left.
        labels: {severity: warning}
      - alert: Total
        expr: histogram_quantile(0.95, sum by (le) (http_request_duration_seconds_bucket)) > 0.1 # want: Alert "Total" takes the quantile since the start of the process; write "rate(…_bucket[5m])".
        labels: {severity: warning}
`,
    ],
  },

  check({document: {alerts}}, report, {statusLabel, severities}) {
    for (const alert of alerts) {
      const {title, node, expr, severity} = alert
      if (!severity) report(node.get('alert') ?? node, `${title} has no "labels.severity".`)
      else if (!severities.includes(severity.shown))
        report(
          severity,
          `The severity of ${title} is "${severity.shown}"; it has to be one of ${severities.join(', ')}.`,
        )
      for (const problem of [...quantileProblems(alert), ...statusProblems(alert, statusLabel)])
        report(expr ?? node, `${title} ${problem}.`)
    }
  },
})

function quantileProblems({expr}: Alert): string[] {
  return callsOf(expr?.shown ?? '', 'histogram_quantile').flatMap(({inside}) => {
    // A native histogram is one series, and a series that was recorded is a sum of rates already.
    if (!/\b\w+_bucket\b/.test(inside) || /\b\w+:\w+/.test(inside)) return []
    const sums = callsOf(inside, 'sum')
    if (sums.length === 0)
      return ['takes the quantile of each series; write "sum by (le) (rate(…_bucket[5m]))" around it']
    const keepsLe = sums.some(({grouping}) => grouping && grouping.by === grouping.labels.includes('le'))
    if (!keepsLe) return ['sums the buckets without "le", so that no quantile is left']
    const isRate = ['rate', 'irate', 'increase'].some(name => callsOf(inside, name).length > 0)
    return isRate ? [] : ['takes the quantile since the start of the process; write "rate(…_bucket[5m])"']
  })
}

function statusProblems({expr}: Alert, statusLabel: string): string[] {
  const text = expr?.shown ?? ''
  const statuses = matchersOf(text).filter(
    ({metric, label, value}) => /^http_/.test(metric) && /status|code/.test(label) && /^[\^(]*[1-5]/.test(value),
  )
  const wrong = new Set(statuses.filter(({label}) => label !== statusLabel).map(({label}) => label))
  const asksForErrors = statuses.some(({value}) => /^[\^(]*5/.test(value))
  return [
    ...[...wrong].map(label => `asks for the label "${label}"; the status is in "${statusLabel}"`),
    ...(asksForErrors && !divides(text) ? ['counts errors; divide their rate by that of all requests'] : []),
  ]
}
