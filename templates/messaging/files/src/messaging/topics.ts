const day = 24 * 60 * 60 * 1000

const retention: Readonly<Record<string, number>> = {business: 7 * day, integration: day, system: 3 * day}

/** Milliseconds for which a topic keeps its messages: its name begins with the class of its events. */
export function retentionOf(topic: string): number {
  return retention[/^(\w+)-events-/.exec(topic)?.[1] ?? ''] ?? 7 * day
}

/** Where the events of a topic go that could not be handled. */
export function deadLetterTopic(topic: string): string {
  return `${topic}-dead-letter`
}

/** The group that takes dead letters back to where they came from. */
export const redriveGroup = 'redrive'
