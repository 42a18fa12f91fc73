import {brotliDecompressSync, gunzipSync, inflateSync} from 'node:zlib'
import {type GatewayCheck, pathOf} from './gateway-check.js'
import type {ProbeAnswer} from './probe.js'

const readers: Readonly<Record<string, (body: Buffer) => Buffer>> = {
  gzip: gunzipSync,
  br: brotliDecompressSync,
  deflate: inflateSync,
}

export const compression: GatewayCheck = {
  name: 'compression',
  standard: ['RT-42'],
  rule: {
    id: 'loadtest/compression',
    severity: 'error',
    summary: 'Require that a body is what its Content-Encoding says',
    why: 'A body that is said to be compressed and is not cannot be read by anybody; a cache must know that there are several.',
    fix: 'Compress in one place only, drop Content-Length and ETag of the plain body, and add "Vary: Accept-Encoding".',
  },
  async *run(facts) {
    const {probe, headers} = facts
    const path = pathOf(facts)
    const plain = await probe.send({path, headers: {...headers, 'accept-encoding': 'identity'}})
    yield plain.headers['content-encoding'] === undefined
      ? {mark: 'good', text: 'Who takes no compression gets none.'}
      : {mark: 'bad', text: `Who takes no compression gets "${plain.headers['content-encoding']}".`, curl: plain.curl}
    for (const encoding of Object.keys(readers)) {
      const answer = await probe.send({path, headers: {...headers, 'accept-encoding': encoding}})
      const fault = faultOf(answer)
      const given = answer.headers['content-encoding'] ?? 'no compression'
      yield fault === undefined
        ? {mark: 'good', text: `Who takes "${encoding}" gets ${given}, and can read it.`}
        : {mark: 'bad', text: `Who takes "${encoding}" gets ${given}, but ${fault}.`, curl: answer.curl}
    }
  },
}

function faultOf({headers, body}: ProbeAnswer): string | undefined {
  const given = headers['content-encoding']
  if (given === undefined) return undefined
  const read = readers[given]
  if (read === undefined) return 'that was not asked for'
  try {
    read(body)
  } catch {
    return 'the body is no such thing'
  }
  return (headers['vary'] ?? '').toLowerCase().includes('accept-encoding')
    ? undefined
    : '"Vary" does not name Accept-Encoding'
}
