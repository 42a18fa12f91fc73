import {constants, createBrotliCompress, createGzip} from 'node:zlib'
import type {Platform} from '../platform/context/platforms.js'

/** A content encoding with the means to make it. */
export interface Encoding {
  readonly name: 'br' | 'gzip'
  readonly create: () => ReturnType<typeof createBrotliCompress | typeof createGzip>
}

/** Flushed with every chunk: what the upstream says piece by piece arrives piece by piece. */
const brotli = (quality: number): Encoding => ({
  name: 'br',
  create: () =>
    createBrotliCompress({
      flush: constants.BROTLI_OPERATION_FLUSH,
      params: {[constants.BROTLI_PARAM_QUALITY]: quality, [constants.BROTLI_PARAM_MODE]: constants.BROTLI_MODE_TEXT},
    }),
})

const gzip = (level: number): Encoding => ({
  name: 'gzip',
  create: () => createGzip({level, flush: constants.Z_SYNC_FLUSH}),
})

const cable = [brotli(4), gzip(6)]
/** Where each byte is paid for, more work for fewer of them. */
const radio = [brotli(6), gzip(9)]

/** What is offered to whom, the best first. Services call from next door, where bytes cost less than the time to press them. */
export const encodingsOf: Readonly<Record<Platform, readonly Encoding[]>> = {
  web: cable,
  desktop: cable,
  ios: radio,
  android: radio,
  // Small programs unpack gzip, if anything.
  iot: [gzip(9)],
  service: [],
}

/** The encoding that a caller gets: the first of those offered that it takes, RFC 9110 section 12.5.3. */
export function chooseEncoding(accepted: string | undefined, platform: Platform): Encoding | undefined {
  if (accepted === undefined) return undefined
  const weights = new Map(
    accepted.split(',').map(item => {
      const [name = '', ...parameters] = item.split(';').map(part => part.trim().toLowerCase())
      const weight = parameters.find(parameter => parameter.startsWith('q='))
      return [name, weight === undefined ? 1 : Number(weight.slice(2))]
    }),
  )
  return encodingsOf[platform].find(({name}) => (weights.get(name) ?? weights.get('*') ?? 0) > 0)
}
