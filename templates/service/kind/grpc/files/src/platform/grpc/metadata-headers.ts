import type {IncomingHttpHeaders} from 'node:http'
import type {Metadata} from '@grpc/grpc-js'

/** Metadata as headers of HTTP, which they are on the wire; binary ones are left out. */
export function headersOf(metadata: Metadata): IncomingHttpHeaders {
  return Object.fromEntries(
    Object.entries(metadata.getMap()).filter(([, value]) => typeof value === 'string'),
  ) as Record<string, string> // As filtered.
}
