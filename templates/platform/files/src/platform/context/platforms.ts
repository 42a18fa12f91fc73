/** What kind of program calls: information for metrics and logs, never a reason to trust. */
export const platforms = ['web', 'ios', 'android', 'desktop', 'iot', 'service'] as const

export type Platform = (typeof platforms)[number]

/** Services are called by services; a gateway at the edge passes `web` as the fallback. */
export function readPlatform(header: unknown, fallback: Platform): Platform {
  return platforms.find(platform => platform === header) ?? fallback
}
