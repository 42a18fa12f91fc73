/** How a step's request ended. */
export interface Answer {
  /** Status of HTTP; of a gRPC call the one that google.rpc.Code gives for its code. 0 without an answer. */
  readonly status: number
  /** Why there is no answer, or what an answer is in spite of its status: `ECONNRESET`, `grpc UNAVAILABLE`. */
  readonly code?: string
  /** What became of it when there is no answer: it broke, was given up after some time, or was never sent. */
  readonly end: 'answered' | 'broken' | 'given up' | 'unsent'
  /** Milliseconds of `performance.now()`: when it was handed to its connection, and when it was over. */
  readonly sentAt: number
  readonly endedAt: number
  readonly bytes: number
  /** By their names in small letters. */
  readonly headers: Readonly<Record<string, string>>
  readonly text: string
  /** The body as JSON; undefined when it is none. Read when it is first asked for. */
  readonly json: unknown
}

/** An answer, of which only as much is read as somebody asks for. */
export function answerOf(
  ending: Omit<Answer, 'json' | 'text' | 'headers'>,
  {headers, body}: {readonly headers: Answer['headers']; readonly body: Buffer} = nothing,
): Answer {
  let json: {readonly value: unknown} | undefined
  return {
    ...ending,
    headers,
    get text() {
      return body.toString('utf8')
    },
    get json() {
      json ??= {value: parsed(body.toString('utf8'))}
      return json.value
    },
  }
}

const nothing = {headers: {}, body: Buffer.alloc(0)}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
