import type {Readable} from 'node:stream'
import type {Dispatcher} from 'undici'

/** An answer on its way to a caller: of an upstream, or one that was kept. */
export interface PassedAnswer extends Pick<Dispatcher.ResponseData, 'statusCode' | 'headers'> {
  readonly body: Readable
}
