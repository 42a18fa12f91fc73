import {readFileSync} from 'node:fs'
import {expect, test} from 'vitest'
import {ConfigError, environmentExample} from '../src/platform/config/environment.js'
import {readSettings, settingsSchema} from '../src/settings.js'

function problemsOf(environment: Readonly<Record<string, string>>): readonly string[] {
  try {
    readSettings(environment)
  } catch (error) {
    if (error instanceof ConfigError) return error.problems
    throw error
  }
  return []
}

test('everything that is wrong is told at once, in a sentence each', () => {
  const problems = problemsOf({
    NODE_ENV: 'production',
    PORT: 'eighty',
    LOG_LEVEL: 'loud',
    DIRECTORY_URL: 'directory:3000',
    RATE_LIMIT_API: '100 a minute',
  })
  for (const name of ['PORT', 'LOG_LEVEL', 'DIRECTORY_URL', 'RATE_LIMIT_API', 'JWKS_URL']) {
    expect(problems.filter(problem => problem.startsWith(`${name} `))).toHaveLength(1)
  }
  expect(problems.find(problem => problem.startsWith('PORT'))).toContain('"eighty"')
})

test('production needs a real token issuer, and all of it', () => {
  // A feature may need more in production.
  const issuerProblemsOf = (environment: Readonly<Record<string, string>>) =>
    problemsOf(environment).filter(problem => /^JW/.test(problem))
  expect(issuerProblemsOf({NODE_ENV: 'production'})).toEqual([expect.stringContaining('JWKS_URL')])
  const url = 'https://issuer.example.com/jwks.json'
  expect(problemsOf({JWKS_URL: url})).toEqual([
    expect.stringContaining('JWT_ISSUER'),
    expect.stringContaining('JWT_AUDIENCE'),
  ])
  const whole = {NODE_ENV: 'production', JWKS_URL: url, JWT_ISSUER: 'i', JWT_AUDIENCE: 'a'}
  expect(issuerProblemsOf(whole)).toEqual([])
})

test('an empty variable is an unset one', () => {
  const settings = readSettings({PORT: '', CORS_ORIGINS: '', DIRECTORY_URL: ''})
  expect(settings).toMatchObject({PORT: 3000, CORS_ORIGINS: []})
  expect(settings.DIRECTORY_URL).toBeUndefined()
})

test('text becomes what it stands for', () => {
  const settings = readSettings({PORT: '8080', CORS_ORIGINS: 'https://a.example.com, https://b.example.com'})
  expect(settings.PORT).toBe(8080)
  expect(settings.CORS_ORIGINS).toEqual(['https://a.example.com', 'https://b.example.com'])
  expect(readSettings({TRUST_PROXY: '10.0.0.0/8'}).TRUST_PROXY).toEqual(['10.0.0.0/8'])
  expect(readSettings({TRUST_PROXY: 'true'}).TRUST_PROXY).toBe(true)
})

test('.env.example says what the settings say; "npm run env" writes it anew', () => {
  expect(readFileSync('.env.example', 'utf8')).toBe(environmentExample(settingsSchema))
})
