const levels = [...'▁▂▃▄▅▆▇█']

/** The latest values as a row of bars, one for each, from nothing to the greatest of them; a gap is an unknown value. */
export function sparkline(values: readonly (number | null)[], width: number): string {
  const shown = width > 0 ? values.slice(-width) : []
  const most = Math.max(0, ...shown.map(value => value ?? 0))
  const bar = (value: number | null) =>
    value === null ? ' ' : levels[most === 0 ? 0 : Math.round((value / most) * (levels.length - 1))]
  return shown.map(bar).join('')
}
