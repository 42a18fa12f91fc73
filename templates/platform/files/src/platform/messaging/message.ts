/** What a broker carries; it looks at nothing but this. */
export interface Message {
  readonly topic: string
  /** Two messages of one id are the same one. */
  readonly id: string
  /** Messages of one key are handed out in the order in which they were published. */
  readonly key: string
  /** By which brokers, filters and traces tell messages apart without reading them. */
  readonly headers: Readonly<Record<string, string>>
  readonly body: Uint8Array
}

/** A message as it is handed out. */
export interface Delivery extends Message {
  /** How often it was handed out, with this time; always 1 where the broker does not count. */
  readonly deliveries: number
  /** Where it lies, in the words of the broker; an offset has 64 bits, so it stays a text. */
  readonly place: {readonly partition: string; readonly offset: string}
  /** Tells the broker that somebody still works on it, so that it does not hand it to another one. */
  extend(): Promise<void>
}
