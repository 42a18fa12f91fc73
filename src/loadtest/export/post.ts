import {setTimeout as pause} from 'node:timers/promises'

/** A request to a system that keeps metrics. */
export interface Message {
  readonly headers: Readonly<Record<string, string>>
  readonly body: string | Uint8Array
}

/** How long one attempt may take, in milliseconds. */
const patience = 10_000

/** Waits before another attempt, in milliseconds. */
const waits = [500, 2000]

/** An answer of the server that another attempt may change. */
const passing: ReadonlySet<number> = new Set([408, 425, 429, 502, 503, 504])

/** Sends a message, a few times if the server is only busy; gives the body of the answer, or throws why it was not taken. */
export async function post(url: string, {headers, body}: Message): Promise<string> {
  for (let attempt = 0; ; attempt++) {
    const wait = waits[attempt]
    try {
      const answer = await fetch(url, {
        method: 'POST',
        headers: {'user-agent': `mesh-loadtest/${__MESH_VERSION__}`, ...headers},
        body,
        // Whoever is sent elsewhere would lose the credentials, or give them to somebody else.
        redirect: 'manual',
        signal: AbortSignal.timeout(patience),
      })
      const text = await answer.text()
      if (answer.ok) return text
      if (wait === undefined || !passing.has(answer.status)) throw new Refusal(answer.status, text)
    } catch (error) {
      if (error instanceof Refusal || wait === undefined) throw error
    }
    await pause(wait)
  }
}

/** The server answered, and said no. */
class Refusal extends Error {
  constructor(status: number, text: string) {
    const why = text.trim().split('\n')[0]?.slice(0, 200)
    super(`it answered ${status}${why ? ` (${why})` : ''}`)
  }
}
