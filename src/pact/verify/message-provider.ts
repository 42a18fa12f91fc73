import type {ServerResponse} from 'node:http'
import {didYouMean} from '../../core/suggest.js'
import {within} from './request-filter.js'
import type {StatesModule} from './states.js'
import type {Trouble, VerifierJob} from './verifier-messages.js'

/**
 * Lets the provider make the message that an interaction describes. A message provider gives the contents of the
 * message, or, as `providerWithMetadata` of pact-js does, `{__pactMessageMetadata, message}`.
 */
export async function answerMessage(
  message: {readonly description: string},
  module: StatesModule,
  job: VerifierJob,
  response: ServerResponse,
): Promise<Trouble | undefined> {
  const {description} = message
  const provider = module.messageProviders.get(description)
  if (!provider)
    return {
      kind: 'message-provider',
      message: `Message "${description}" has no provider.${didYouMean(description, module.messageProviders.keys())}`,
      fix: 'Export `messageProviders` from the states module, with a function of that name that makes the message.',
    }
  try {
    const made = await within(job.requestTimeout, 'the message provider', () => provider(message))
    const {contents, metadata} = split(made)
    const type = metadata.contentType ?? metadata['content-type'] ?? metadata['Content-Type'] ?? 'application/json'
    const encoded = Buffer.from(JSON.stringify(metadata)).toString('base64')
    response.writeHead(200, {'content-type': String(type), 'pact-message-metadata': encoded})
    response.end(Buffer.isBuffer(contents) || typeof contents === 'string' ? contents : JSON.stringify(contents))
    return undefined
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    return {kind: 'message-provider', message: `The provider of message "${description}" failed: ${why}`}
  }
}

function split(made: unknown): {contents: unknown; metadata: Readonly<Record<string, unknown>>} {
  if (typeof made !== 'object' || made === null || !('__pactMessageMetadata' in made))
    return {contents: made, metadata: {}}
  const {__pactMessageMetadata: metadata} = made
  const contents = 'message' in made ? made.message : undefined
  return {contents, metadata: typeof metadata === 'object' && metadata !== null ? {...metadata} : {}}
}
