/** Who may be calling, as told in the header X-Platform and in `meta.platform`. */
export const platforms = ['web', 'ios', 'android', 'desktop', 'iot', 'service'] as const
