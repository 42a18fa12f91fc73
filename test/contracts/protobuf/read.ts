import type {ProtobufContract} from '../../../src/contracts/protobuf/model.js'
import {readProtobuf} from '../../../src/contracts/protobuf/reader.js'

/** Reads texts that belong together; the first is given back. */
export function read(text: string, others: Readonly<Record<string, string>> = {}): ProtobufContract {
  const rest = Object.entries(others).map(([path, other]) => ({path, text: other}))
  const [contract] = readProtobuf([{path: 'example/v1/example.proto', text}, ...rest])
  if (contract === undefined) throw new Error('No contract was read.')
  return contract
}

/** `line:column` of what a file is complained about for, with the message. */
export function problems(text: string): string[] {
  const {document, locate} = read(text)
  return document.problems.map(({start, end, message}) => {
    const {line, column} = locate({node: document, start, end}).start
    return `${line}:${column} ${message}`
  })
}
