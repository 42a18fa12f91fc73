import {createSocket} from 'node:dgram'
import {type Answer, decode, encode, type Question} from 'dns-packet'

/** A real DNS server on a port of its own. */
export interface DnsServer {
  /** `host:port`, as DNS_SERVERS wants it. */
  readonly address: string
  /** How often each name was asked for. */
  readonly asked: ReadonlyMap<string, number>
  /** What it answers from now on; a name that is not there does not exist. */
  zone: readonly Answer[]
  close(): Promise<void>
}

export async function startDnsServer(zone: readonly Answer[]): Promise<DnsServer> {
  const socket = createSocket('udp4')
  const asked = new Map<string, number>()
  const server = {
    address: '',
    asked,
    zone,
    close: () => new Promise<void>(resolve => socket.close(() => resolve())),
  }
  socket.on('message', (message, {port, address}) => {
    const query = decode(message)
    const questions: readonly Question[] = query.questions ?? []
    const answers = questions.flatMap(({name, type}) => {
      asked.set(name, (asked.get(name) ?? 0) + 1)
      return server.zone.filter(record => record.name === name && record.type === type)
    })
    const known = questions.every(({name}) => server.zone.some(record => record.name === name))
    const reply = encode({
      type: 'response',
      id: query.id ?? 0,
      // 3: the name does not exist.
      flags: known ? 0 : 3,
      questions: [...questions],
      answers,
    })
    socket.send(reply, port, address)
  })
  await new Promise<void>(resolve => socket.bind(0, '127.0.0.1', resolve))
  server.address = `127.0.0.1:${socket.address().port}`
  return server
}
