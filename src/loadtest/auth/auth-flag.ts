import {type AuthSettings, authSchema} from '../../config/auth-schema.js'
import {MeshError} from '../../core/errors.js'
import {didYouMean} from '../../core/suggest.js'

/** What `--auth` knows, with what stands behind the colon. */
const ways = {
  token: 'NAME',
  'token-file': 'PATH',
  'api-key': 'NAME or HEADER=NAME',
  'client-credentials': 'URL',
  development: '',
} as const

const hint = Object.entries(ways)
  .map(([way, value]) => (value === '' ? way : `${way}:${value}`))
  .join(', ')

/** Reads `--auth token:NAME` and its like: secrets are named by their variables, never written. */
export function parseAuth(text: string, scope: string | undefined): AuthSettings {
  const [, way = text, value = ''] = /^([^:]*):(.*)$/.exec(text) ?? []
  const settings = settingsOf(way, value, scope)
  if (settings === undefined)
    throw new MeshError(`--auth "${way}" is unknown.${didYouMean(way, Object.keys(ways))}`, `There are: ${hint}.`)
  if (scope !== undefined && !/^(client-credentials|development)$/.test(way))
    throw new MeshError(`--scope does not go with --auth ${way}: that token has its scopes.`, 'Leave it out.')
  const parsed = authSchema.safeParse(settings)
  if (parsed.success) return parsed.data
  throw new MeshError(
    `--auth "${text}" is not understood.`,
    way === 'client-credentials'
      ? 'Write --auth client-credentials:https://id.example.com/token'
      : `Write --auth ${way}:${ways[way as keyof typeof ways]}; NAME is a variable of the environment.`,
  )
}

function settingsOf(way: string, value: string, scope: string | undefined): object | undefined {
  if (way === 'token') return {token: `\${${value}}`}
  if (way === 'token-file') return {tokenFile: value}
  if (way === 'api-key') {
    const [header, name] = value.includes('=') ? value.split('=') : [undefined, value]
    return {apiKey: {...(header && {header}), value: `\${${name}}`}}
  }
  if (way === 'client-credentials')
    return {
      clientCredentials: {
        tokenUrl: value,
        clientId: '${MESH_CLIENT_ID}',
        clientSecret: '${MESH_CLIENT_SECRET}',
        ...(scope !== undefined && {scope}),
      },
    }
  return way === 'development' ? {developmentIssuer: scope === undefined ? {} : {scope}} : undefined
}
