import {expect, test} from 'vitest'
import {isTemplate} from '../../src/lint/is-template.js'

const alert = `groups:
  - name: orders
    rules:
      - alert: Down
        expr: up == 0
        annotations:
          short: "{{ $labels.instance }} is down"
          long: |
            {{ $labels.instance }} of {{ .Labels.job }}
            {{ if gt $value 5.0 }}badly{{ end }}
`

test.each([
  ['a value', 'metadata:\n  name: {{ .Release.Name }}\n'],
  ['a part of a value', 'metadata:\n  name: shop-{{ .Values.name }}\n'],
  ['a call', 'metadata:\n  labels: "{{ include "shop.labels" . }}"\n'],
  ['a condition', '{{- if .Values.enabled }}\nkind: Service\n{{- end }}\n'],
  ['Jinja', '{% for name in names %}\nkind: Service\n{% endfor %}\n'],
])('what only a chart has makes a template, whether it parses or not: %s', (_, text) => {
  expect(isTemplate(text, true)).toBe(true)
  expect(isTemplate(text, false)).toBe(true)
})

test('braces of other templates make one of what does not parse', () => {
  expect(isTemplate('metadata:\n  name: {{name}}\n', false)).toBe(true)
  expect(isTemplate('metadata:\n  name: "{{name}}"\n', true)).toBe(false)
})

test('texts for people in alerts are none', () => {
  expect(isTemplate(alert, true)).toBe(false)
  expect(isTemplate('kind: Service\n', false)).toBe(false)
})
