import type {Choices} from '../../src/scaffold/composition.js'
import type {Choice} from '../../src/scaffold/template.js'

/** A setting of one switch: a choice of one, or whether an option of several is taken. */
type Setting = readonly [key: string, option: string, taken: boolean]

/**
 * Few ways to choose in which every two options meet that can meet: the greedy algorithm for covering arrays of strength
 * two (Cohen et al., "The AETG System", 1997), without its random part, so that every run tries the same.
 */
export function pairwise(choices: Readonly<Record<string, Choice>>): Choices[] {
  const switches = switchesOf(choices)
  const open = new Set<string>()
  for (const [index, one] of switches.entries())
    for (const other of switches.slice(index + 1))
      for (const a of one) for (const b of other) if (a[2] && b[2]) open.add(pair(a, b))
  const rows: Choices[] = []
  while (open.size > 0) {
    const row = nextRow(switches, open)
    for (const [index, a] of row.entries()) for (const b of row.slice(index + 1)) open.delete(pair(a, b))
    rows.push(choicesOf(choices, row))
  }
  return rows
}

function switchesOf(choices: Readonly<Record<string, Choice>>): Setting[][] {
  return Object.entries(choices).flatMap(([key, {several, options}]) => {
    const names = Object.keys(options)
    if (!several) return [names.map((name): Setting => [key, name, true])]
    return names.map((name): Setting[] => [
      [key, name, true],
      [key, name, false],
    ])
  })
}

/** Begins with a pair that is still open, and gives each further switch the setting that closes the most pairs. */
function nextRow(switches: readonly Setting[][], open: ReadonlySet<string>): Setting[] {
  const [first = ''] = open
  const begun = switches.flatMap(settings => settings.filter(setting => first.split(' + ').includes(named(setting))))
  const row = [...begun]
  for (const settings of switches) {
    if (settings.some(setting => begun.includes(setting))) continue
    const closes = (setting: Setting): number => row.filter(other => open.has(pair(other, setting))).length
    // Of two that close as many, the option that is not taken: an error in a small project is found sooner.
    const best = [...settings].sort((a, b) => closes(b) - closes(a) || Number(a[2]) - Number(b[2]))[0]
    if (best) row.push(best)
  }
  return row
}

const named = ([key, option, taken]: Setting): string => `${key}=${option}=${taken}`

const pair = (a: Setting, b: Setting): string => [named(a), named(b)].sort().join(' + ')

/** A choice that must not stay empty takes its defaults. */
function choicesOf(choices: Readonly<Record<string, Choice>>, row: readonly Setting[]): Choices {
  return Object.fromEntries(
    Object.entries(choices).map(([key, choice]) => {
      const taken = row.flatMap(([own, option, is]) => (own === key && is ? [option] : []))
      return [key, taken.length > 0 ? taken : choice.default]
    }),
  )
}
