import {z} from 'zod'

const milliseconds: Readonly<Record<string, number>> = {ms: 1, s: 1000, m: 60_000}
const bytes: Readonly<Record<string, number>> = {B: 1, kB: 1024, MB: 1024 * 1024}

/** A time such as 500ms, 10s or 2m, in milliseconds. */
export const duration = () => quantity(milliseconds, 'a time such as 500ms, 10s or 2m')

/** An amount of data such as 64kB or 10MB, in bytes. */
export const size = () => quantity(bytes, 'a size such as 64kB or 10MB')

function quantity(units: Readonly<Record<string, number>>, form: string) {
  return z.string({error: `must be ${form}`}).transform((text, context) => {
    const [, digits, unit = ''] = /^(\d+(?:\.\d+)?)([a-zA-Z]+)$/.exec(text) ?? []
    const factor = units[unit]
    const amount = Math.round(Number(digits) * (factor ?? 0))
    if (amount > 0) return amount
    context.addIssue({code: 'custom', message: `must be ${form}`})
    return z.NEVER
  })
}
