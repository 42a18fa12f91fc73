import {parseBlock} from './block-parser.js'
import {complete, type Draft, type FileDraft, keepOption, list} from './draft.js'
import {Rpc, RpcType, Service} from './nodes.js'
import {parseOption} from './option-parser.js'
import type {Tokens} from './tokens.js'

/** `service OrderService { … }` */
export function parseService(tokens: Tokens, file: FileDraft): void {
  const {start} = tokens
  tokens.advance()
  const nameStart = tokens.start
  const name = tokens.name('a service')
  tokens.expectBlock('the name of the service')
  const service: Draft<Service> = new Service(file, name, nameStart, start, tokens.start)
  list(file, 'services').push(service)
  parseBlock(tokens, `service "${name}"`, () => {
    if (tokens.isWord('option')) keepOption(file, service, parseOption(tokens, service))
    else if (tokens.isWord('rpc')) parseRpc(tokens, file, service)
    else tokens.fail(`Expected "rpc" or "option"${tokens.found}.`)
  })
  service.end = tokens.previousEnd
  complete(service, ['options', 'rpcs'])
}

function parseRpc(tokens: Tokens, file: FileDraft, service: Draft<Service>): void {
  const {start} = tokens
  tokens.advance()
  const nameStart = tokens.start
  const name = tokens.name('an rpc')
  const rpc: Draft<Rpc> = new Rpc(service, name, nameStart, start, tokens.previousEnd)
  rpc.request = parseRpcType(tokens, rpc, `the name of the rpc "${name}"`)
  if (!tokens.acceptWord('returns')) tokens.fail(`Expected "returns" behind the request of "${name}"${tokens.found}.`)
  rpc.response = parseRpcType(tokens, rpc, '"returns"')
  list(service, 'rpcs').push(rpc)
  list(file, 'rpcs').push(rpc)
  if (tokens.is('{')) {
    rpc.open = tokens.start
    parseBlock(tokens, `rpc "${name}"`, () => {
      if (!tokens.isWord('option')) tokens.fail(`Expected "option"${tokens.found}.`)
      keepOption(file, rpc, parseOption(tokens, rpc))
    })
  } else tokens.expectEnd('the rpc', name)
  rpc.end = tokens.previousEnd
  complete(rpc, ['options'])
}

function parseRpcType(tokens: Tokens, rpc: Rpc, where: string): RpcType {
  const {start} = tokens
  tokens.expect('(', where)
  const stream = isStream(tokens)
  if (!stream && tokens.isWord('stream')) tokens.plain = false
  if (stream) tokens.advance()
  const typeStart = tokens.start
  const type = tokens.dottedName('a message', true)
  const typeEnd = tokens.previousEnd
  tokens.expect(')', 'the name of the message')
  return new RpcType(rpc, type, typeStart, typeEnd, stream, start, tokens.previousEnd)
}

/** `(stream)` names a message; `(stream.Chunk)` is a stream of `.Chunk`, as all compilers have it. */
function isStream(tokens: Tokens): boolean {
  if (!tokens.isWord('stream')) return false
  return tokens.ahead(() => {
    tokens.advance()
    return !tokens.is(')')
  })
}
