import {parseArgs} from 'node:util'
import {loadEnvironmentFiles} from '../config/environment-files.js'
import {openDevelopmentIssuer} from './development-issuer.js'
import {developmentIssuerFile} from './settings.js'

const usage = `Prints a token of the development issuer.

  npm run --silent token -- [--sub NAME] [--scope "SCOPE SCOPE…"] [--roles ROLE,ROLE…] [--ttl 900|15m|12h]
`

/** Seconds of a duration such as 900, 15m or 12h. */
function seconds(text: string): number {
  const [, digits, unit = 's'] = /^(-?\d+)([smhd])?$/.exec(text) ?? []
  if (digits === undefined) throw new Error(`"${text}" is no duration. Write 900, 15m or 12h.`)
  return Number(digits) * ({s: 1, m: 60, h: 3600, d: 86_400}[unit] ?? 1)
}

async function main(): Promise<void> {
  const {values} = parseArgs({
    options: {
      sub: {type: 'string', default: 'developer'},
      scope: {type: 'string', default: ''},
      roles: {type: 'string', default: ''},
      ttl: {type: 'string', default: '1h'},
      help: {type: 'boolean', short: 'h', default: false},
    },
  })
  if (values.help) {
    process.stdout.write(usage)
    return
  }
  // The file of the key may be named there, as for the program that is to accept the token.
  loadEnvironmentFiles()
  const issuer = await openDevelopmentIssuer(developmentIssuerFile(process.env))
  const token = await issuer.mint({
    subject: values.sub,
    scopes: values.scope.split(/[\s,]+/).filter(Boolean),
    roles: values.roles.split(/[\s,]+/).filter(Boolean),
    lifetime: seconds(values.ttl),
  })
  process.stdout.write(`${token}\n`)
}

try {
  await main()
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : error}\n\n${usage}`)
  process.exitCode = 2
}
