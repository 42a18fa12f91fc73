import {describe, expect, test} from 'vitest'
import {pactExitCodes} from '../../../src/pact/exit-codes.js'
import {expectMendable, fixture, order1, pact, project, started, verify} from './verify.js'

describe('never green by accident, never a hang', () => {
  const good = {'pacts/a.json': pact([order1])}

  test.each<[string, Record<string, unknown>, readonly string[], RegExp, number?]>([
    ['no pact folder', {'a.txt': ''}, started, /Cannot read "pacts": it does not exist\./, pactExitCodes.unreadable],
    ['an empty folder', {'pacts/.gitkeep': ''}, started, /There is no pact in "pacts"\./, pactExitCodes.nothing],
    [
      'a folder without pacts',
      {'pacts/package.json': {name: 'x'}},
      started,
      /There is no pact in "pacts"\./,
      pactExitCodes.nothing,
    ],
    [
      'zero interactions',
      {'pacts/a.json': pact([])},
      started,
      /"pacts\/a\.json" has no interactions: verifying it would prove nothing\./,
      pactExitCodes.nothing,
    ],
    [
      'another provider',
      good,
      ['--provider', 'order', '--start', fixture],
      /There is no pact for provider "order" in "pacts"\. Did you mean "orders"\?/,
      pactExitCodes.nothing,
    ],
    [
      'no provider name',
      good,
      ['--start', fixture],
      /It is not said which provider is verified\.\nhint: .*The pacts are for "orders"\./,
    ],
    ['no provider address', good, ['--provider', 'orders'], /It is not said where the provider is\./],
    [
      'broken JSON',
      {...good, 'pacts/b.json': '{\n  "consumer": {"name": "web"},\n  "provider": oops\n}'},
      started,
      /"pacts\/b\.json" is not valid JSON: a value is expected, but there is "o" at 3:15\./,
      pactExitCodes.unreadable,
    ],
    ['an empty file', {...good, 'pacts/b.json': ''}, started, /"pacts\/b\.json" is empty\./, pactExitCodes.unreadable],
    [
      'a binary file',
      {...good, 'pacts/b.json': '\u0000\u0001'},
      started,
      /"pacts\/b\.json" is a binary file/,
      pactExitCodes.unreadable,
    ],
    [
      'an interaction without a response',
      {'pacts/a.json': pact([{description: 'x', request: {}}])},
      started,
      /Interaction 1 of "pacts\/a\.json" \(9:5\) has no response\./,
      pactExitCodes.unreadable,
    ],
    [
      'a plugin',
      {
        'pacts/a.json': pact([order1], '4.0', {
          metadata: {pactSpecification: {version: '4.0'}, plugins: [{name: 'protobuf', version: '0.4'}]},
        }),
      },
      started,
      /needs the Pact plugin "protobuf"/,
      pactExitCodes.plugin,
    ],
    [
      'a refused connection',
      good,
      ['--provider', 'orders', '--provider-url', 'http://127.0.0.1:9'],
      /The provider at "http:\/\/127\.0\.0\.1:9" does not answer: the connection is refused\./,
      pactExitCodes.provider,
    ],
    [
      'an address without a scheme',
      good,
      ['--provider', 'orders', '--provider-url', 'localhost:3000'],
      /"localhost:3000" is not the address of a provider\.\nhint: .*http:\/\/localhost:3000/,
    ],
    [
      'both addresses',
      good,
      [...started, '--provider-url', 'http://127.0.0.1:9'],
      /cannot also be provided when using --provider-url/,
    ],
    ['a bad duration', good, [...started, '--wait', 'soon'], /"soon" is no duration for --wait\./],
    [
      'a bad header',
      good,
      [...started, '--header', 'secret-without-colon'],
      /A header is not of the form "Name: value"\./,
    ],
    [
      'a provider that dies at start',
      good,
      ['--provider', 'orders', '--start', 'echo "Error: no config" >&2; exit 3'],
      /exited with code 3 before it was ready\.\n {2}\| Error: no config/,
      pactExitCodes.provider,
    ],
    [
      'a port in use',
      good,
      [
        '--provider',
        'orders',
        '--start',
        `echo "Error: listen EADDRINUSE: address already in use :::9090" >&2; exit 1`,
      ],
      /hint: Port 9090 is in use\./,
      pactExitCodes.provider,
    ],
  ])('%s is an error', async (_what, files, args, message, code) => {
    expectMendable(await verify(files, args), message, code)
  })

  test('a provider that never gets ready is an error, and is stopped', async () => {
    const outcome = await verify(good, [...started, '--wait', '700ms'], {env: {MODE: 'never-ready'}})
    expectMendable(outcome, /was not ready within 700 ms: "\/ready" answers 503 on port \d+\./, pactExitCodes.provider)
  })

  test('a named file that is no pact, or for another provider, is an error', async () => {
    const files = {'package.json': {name: 'x'}, 'a.json': pact([order1], '3.0.0', {provider: {name: 'payments'}})}
    const made = project(files)
    expectMendable(
      await made.mesh(['pact', 'verify', 'package.json', ...started]),
      /"package\.json" is not a pact/,
      pactExitCodes.unreadable,
    )
    expectMendable(
      await made.mesh(['pact', 'verify', 'a.json', ...started]),
      /"a\.json" is a pact for provider "payments", not for "orders"\./,
      pactExitCodes.nothing,
    )
  })

  test('pacts of other providers in the folder are left out, and this is said', async () => {
    const files = {...good, 'pacts/b.json': pact([order1], '3.0.0', {provider: {name: 'payments'}})}
    const {stdout, code} = await project(files).mesh(['pact', 'verify', 'pacts', ...started])
    expect(stdout).toContain('· pacts/b.json is for provider "payments", not for "orders": left out.')
    expect(code).toBe(0)
  })

  test('the whole run has an end', async () => {
    const slow = {...order1, request: {method: 'GET', path: '/slow'}}
    const outcome = await verify({'pacts/a.json': pact([slow])}, [...started, '--timeout', '1500ms'])
    expectMendable(outcome, /did not end within 1\.5 s\. It was at interaction 1 of 1, "a request for order 1"\./)
  })
})
