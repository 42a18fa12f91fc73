import {wordsOf} from './names.js'

/** Fields that hold a point in time: `timestamp`, `createdAt`, `created_at`. */
export const timestampName = /(?:^timestamp|[^A-Z]At|_at)$/

/** Fields that hold an identifier: `id`, `orderId`, `order_id`. */
export const idName = /(?:^id|[^A-Z]Id|_id)$/

/** Last words of fields that hold a secret: whoever reads the value can act as somebody else. */
const secrets = [
  'password',
  'passwd',
  'passphrase',
  'password hash',
  'password salt',
  'secret',
  'secret key',
  'private key',
  'api key',
  'refresh token',
]

/** Last words of fields that say something about a person. */
const personal = [
  'email',
  'email address',
  'e mail',
  'phone',
  'phone number',
  'mobile number',
  'address',
  'birth date',
  'birthdate',
  'date of birth',
  'birthday',
  'ssn',
  'social security number',
  'ip',
  'ip address',
  'full name',
]

/** Machines and what runs on them. */
const machines = (
  'server host node peer gateway router broker proxy cluster service endpoint upstream downstream backend socket ' +
  'listener network channel local loopback bind listen multicast broadcast anycast internal'
).split(' ')

/** Words before the last ones that make them those of a machine, a program, a thing. */
const impersonal: Readonly<Record<string, readonly string[]>> = {
  email: ['service account', 'support', 'robot'],
  'email address': ['service account', 'support', 'robot'],
  ip: machines,
  'ip address': machines,
  'full name': 'repository repo branch file class team company product'.split(' '),
}

/**
 * Words before `address` that make it the one of a person. Far more things have an address than people: memory, pages,
 * wallets, machines.
 */
const addressed = (
  'home work office private personal billing shipping ship bill delivery invoice post postal mail mailing street ' +
  'residence residential permanent previous current former legal domicile birth primary secondary alternate full ' +
  'customer client user person owner account contact recipient sender employee member patient student guest visitor ' +
  'buyer seller payer payee holder beneficiary subscriber driver tenant applicant remote e email ip'
).split(' ')

const secretEnd = endOf(secrets)
const personalEnd = endOf(personal)

/** What a name has to end in, to be looked at more closely: few do, and taking names apart costs. */
function endOf(endings: readonly string[]): RegExp {
  const lastWords = new Set(endings.map(ending => ending.slice(ending.lastIndexOf(' ') + 1)))
  return new RegExp(`(?:${[...lastWords].join('|')})[^a-z0-9]*$`, 'i')
}

/** Whether a field is named like a secret: by how its name ends, so that `passwordChangedAt` is none. */
export function isSecretName(name: string): boolean {
  return secretEnd.test(name) && endsLike(wordsOf(name), secrets)
}

/** Whether a field is named like something personal: by whole words at its end, so that `zip` is no `ip`. */
export function isPersonalName(name: string): boolean {
  if (!personalEnd.test(name)) return false
  const words = wordsOf(name)
  if (!endsLike(words, personal)) return false
  const before = words.at(-2)
  if (words.at(-1) === 'address' && before !== undefined && !addressed.includes(before)) return false
  return !Object.entries(impersonal).some(([ending, before]) =>
    endsLike(
      words,
      before.map(word => `${word} ${ending}`),
    ),
  )
}

function endsLike(words: readonly string[], endings: readonly string[]): boolean {
  const text = ` ${words.join(' ')}`
  return endings.some(ending => text.endsWith(` ${ending}`))
}
