import {resolve} from 'node:path'
import {MeshError} from '../../core/errors.js'
import {checkHeader, mergedHeaders} from '../source/headers.js'
import {type Compilation, checkReferences, refuseWrite, type StepPlace} from './compilation.js'
import {inPlace} from './http-step.js'
import type {Judge} from './judge.js'
import {parseThink} from './pause.js'
import {readProtoMethod} from './proto-method.js'
import type {StepSettings} from './schema.js'
import type {Step} from './step.js'
import {MissingValue, textTemplates, valueTemplate} from './template.js'

type GrpcSettings = NonNullable<StepSettings['grpc']>

/** Headers that are those of HTTP, or of the call itself. */
const reserved = /^(?::|grpc-|te$|content-type$)/i

/** A step that is a unary gRPC call. */
export async function grpcStep(
  {grpc, name}: StepSettings & {readonly grpc: GrpcSettings},
  judge: Judge,
  place: StepPlace,
  compilation: Compilation,
): Promise<Step> {
  const {file, folder, writes, operations} = compilation
  const at = [...place.keys, 'grpc']
  const include = grpc.include.map(each => resolve(folder, each))
  const method = await readProtoMethod(resolve(folder, grpc.proto), include, grpc.method).catch(told)
  if (!method.isSafe && !writes)
    refuseWrite(
      `a call of "${grpc.method}"`,
      place,
      compilation,
      'Say "option idempotency_level = NO_SIDE_EFFECTS;" of the method',
    )
  const misfit = method.misfit(grpc.message)
  if (misfit !== undefined)
    throw file.mistake([...at, 'message'], `${place.title} cannot be sent: ${misfit}`, 'Mend "message".')
  const message = valueTemplate(grpc.message)
  checkReferences(message.references, [...at, 'message'], place, compilation)
  const metadata = textTemplates(grpc.metadata)
  checkReferences(metadata.references, [...at, 'metadata'], place, compilation)
  for (const header of Object.keys(grpc.metadata))
    if (reserved.test(header))
      throw file.mistake(
        [...at, 'metadata', header],
        `Metadata "${header}" is not for the caller to choose.`,
        'Leave it out.',
      )
  const deadline = grpc.deadline === undefined ? compilation.timeout : deadlineOf(grpc.deadline)
  const origin = inPlace([...at, 'url'], compilation, () => compilation.originOf(grpc.url))
  if (message.references.length === 0) inPlace([...at, 'message'], compilation, () => checkMessage())

  const operation = operations.indexOf(name ?? `gRPC ${method.path.slice(1)}`, 'POST', method.path)
  return {
    operation,
    title: place.title,
    send(values, {grpc: exchanges, headers}) {
      const exchange = exchanges.get(origin)
      if (exchange === undefined) throw new Error(`"${origin}" was not opened.`)
      const own = metadata.fill(values)
      for (const [header, value] of Object.entries(own)) checkHeader(header, value)
      const request = {
        path: method.path,
        metadata: inSmallLetters(mergedHeaders(headers(), own)),
        message: encoded(message.fill(values)),
        deadline,
        decode: (bytes: Uint8Array) => method.decode(bytes),
      }
      return exchange.ask(request, operation)
    },
    judge: (answer, values) => judge.judge(answer, values),
  }

  function deadlineOf(text: string): number {
    return inPlace([...at, 'deadline'], compilation, () => parseThink(text, 'Deadline').least)
  }

  /** A message without templates is the same each time: whether it fits is known now. */
  function checkMessage(): void {
    try {
      encoded(grpc.message)
    } catch (error) {
      throw new MeshError(error instanceof Error ? error.message : String(error), 'Mend "message".')
    }
  }

  function encoded(value: unknown): Uint8Array {
    try {
      return method.encode(typeof value === 'object' && value !== null ? {...value} : {})
    } catch (error) {
      throw new MissingValue(`The message does not fit: ${error instanceof Error ? error.message : String(error)}.`)
    }
  }

  function told(error: unknown): never {
    if (error instanceof MeshError) throw file.mistake(at, error.message, error.hint)
    throw error
  }
}

/** HTTP/2 has no others; what belongs to requests of HTTP is left out. */
function inSmallLetters(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers)
      .map(([name, value]) => [name.toLowerCase(), value] as const)
      .filter(([name]) => name !== 'accept' && !reserved.test(name)),
  )
}
