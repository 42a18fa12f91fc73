import type {ApiContract} from '../contracts/shared/model.js'
import type {Finding} from '../core/finding.js'
import type {AnyContract} from '../core/rule.js'
import type {Position} from '../core/source.js'

/** How much of the contracts is as it should be; part of the JSON output. */
export interface Score {
  /** The files, operations, types and fields of the contracts. */
  readonly elements: number
  /** Those without an error or a warning. */
  readonly passed: number
  /** With one decimal, rounded down: what is shown as 95 has reached 95. */
  readonly percent: number
}

/** The elements of contracts, each where it begins. */
export class Elements {
  readonly #starts = new Map<string, Map<string, Position>>()

  add(contract: AnyContract): void {
    this.#add(contract.source.path, top)
    // Sound: rules of the shared folder see every contract like this.
    const {api} = (contract as ApiContract).document
    for (const {at} of [...api.elements, ...api.fields, ...api.names]) {
      // Sound: the reader of the contract gave the place, and gets it back.
      const {path, start} = contract.locate(at as never)
      this.#add(path, start)
    }
  }

  /** `files` are those that were read. A finding is about the last element that begins before it, or where it is. */
  score(findings: readonly Finding[], files: readonly string[]): Score {
    for (const path of files) this.#add(path, top)
    const failed = new Set<string>()
    const sorted = new Map<string, readonly Position[]>()
    for (const {severity, location} of findings) {
      if (severity === 'info') continue
      const {path, start} = location
      const positions = sorted.get(path) ?? [...(this.#starts.get(path)?.values() ?? [])].sort(compare)
      sorted.set(path, positions)
      failed.add(`${path}\n${keyOf(lastBefore(positions, start))}`)
    }
    const elements = [...this.#starts.values()].reduce((sum, {size}) => sum + size, 0)
    const passed = elements - failed.size
    return {elements, passed, percent: elements === 0 ? 100 : Math.floor((passed / elements) * 1000) / 10}
  }

  #add(path: string, start: Position): void {
    const starts = this.#starts.get(path) ?? new Map<string, Position>()
    this.#starts.set(path, starts)
    starts.set(keyOf(start), start)
  }
}

/** Where a file begins: for what is about the file as a whole. */
const top: Position = {line: 1, column: 1}

function lastBefore(positions: readonly Position[], start: Position): Position {
  let low = 0
  let high = positions.length - 1
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if (compare(positions[middle] ?? top, start) <= 0) low = middle
    else high = middle - 1
  }
  return positions[low] ?? top
}

function compare(a: Position, b: Position): number {
  return a.line - b.line || a.column - b.column
}

function keyOf({line, column}: Position): string {
  return `${line}:${column}`
}
