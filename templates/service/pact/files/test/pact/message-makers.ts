/** A message as the verifier wants to have it: what brokers see of it, and its contents. */
export interface MadeMessage {
  readonly __pactMessageMetadata: Record<string, string>
  readonly message: unknown
}

/** What makes the messages of one kind, by the description that consumers give them. */
export type MessageMakers = Readonly<Record<string, () => Promise<MadeMessage>>>
