import type {RuleSummary} from '../core/report.js'

/** What a finding of `mesh pact` is about. The ids are part of the interface. */
export const pactChecks = [
  {
    id: 'pact/status-mismatch',
    severity: 'error',
    summary: 'Require the status that the consumer expects',
    why: 'The consumer decides by the status what to do; with another one it takes another path.',
    fix: 'Mend the provider, or agree with the consumer on a new expectation.',
  },
  {
    id: 'pact/header-mismatch',
    severity: 'error',
    summary: 'Require the response headers that the consumer expects',
    why: 'The consumer reads the header, and finds nothing or something else.',
    fix: 'Mend the provider, or agree with the consumer on a new expectation.',
  },
  {
    id: 'pact/body-mismatch',
    severity: 'error',
    summary: 'Require the response body that the consumer expects',
    why: 'The consumer reads the value, and finds none or one that it does not understand.',
    fix: 'Mend the provider, or agree with the consumer on a new expectation.',
  },
  {
    id: 'pact/body-type-mismatch',
    severity: 'error',
    summary: 'Require the content type that the consumer expects',
    why: 'The consumer cannot read a body of another type.',
    fix: 'Mend the provider, or agree with the consumer on a new expectation.',
  },
  {
    id: 'pact/metadata-mismatch',
    severity: 'error',
    summary: 'Require the message metadata that the consumer expects',
    why: 'The consumer routes and reads a message by its metadata.',
    fix: 'Mend the provider, or agree with the consumer on a new expectation.',
  },
  {
    id: 'pact/provider-state',
    severity: 'error',
    summary: 'Require that every provider state can be set up and torn down',
    why: 'An interaction whose state is not there is verified against chance data: green or red for no reason.',
    fix: 'Write or mend the handler of the state in the states module.',
  },
  {
    id: 'pact/request-filter',
    severity: 'error',
    summary: 'Require that the request filter lets requests pass',
    why: 'A request that is not sent proves nothing.',
    fix: 'Mend the request filter of the states module.',
  },
  {
    id: 'pact/hook',
    severity: 'error',
    summary: 'Require that hooks before and after interactions succeed',
    why: 'What a hook prepares is missing when it fails.',
    fix: 'Mend the hook of the states module.',
  },
  {
    id: 'pact/message-provider',
    severity: 'error',
    summary: 'Require a provider for every message',
    why: 'A message that nobody makes cannot be compared.',
    fix: 'Export `messageProviders` from the states module, with a function by the description of the message.',
  },
  {
    id: 'pact/no-response',
    severity: 'error',
    summary: 'Require a response to every request',
    why: 'A provider that crashes or hangs on a request fails its consumer as surely as a wrong answer.',
    fix: 'See the log of the provider for what happened at this request.',
  },
  {
    id: 'pact/not-verified',
    severity: 'error',
    summary: 'Require that every interaction is verified',
    why: 'An interaction that nobody looked at is not green.',
    fix: 'Run the verification again; if it stays, look at the interaction for something unusual.',
  },
  {
    id: 'pact/consumer-test',
    severity: 'error',
    summary: 'Require that consumer tests pass',
    why: 'A failed test writes no interaction, and the pact would be incomplete.',
    fix: 'Mend the test or the client that it tests.',
  },
  {
    id: 'pact/conflicting-interaction',
    severity: 'error',
    summary: 'Disallow different interactions with the same description and states',
    why: 'Pact keeps the one that was written last, and the other test proves nothing.',
    fix: 'Give one of the interactions another description or state.',
  },
  {
    id: 'pact/stale-pact',
    severity: 'error',
    summary: 'Require that the pact files are what the consumer tests write',
    why: 'A pact in the repository that no test writes promises what nobody has tried.',
    fix: 'Run "mesh pact test" and commit the pact files.',
  },
] as const satisfies readonly RuleSummary[]

export type PactCheck = (typeof pactChecks)[number]['id']
