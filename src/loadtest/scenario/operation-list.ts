import type {Method, Operation} from '../source/scenario.js'

/** The operations that figures are kept for; steps of one name share one. */
export class OperationList {
  readonly all: Operation[] = []

  /** The index of the operation of that name, which is made when it is new. */
  indexOf(name: string, method: Method, path: string, operationId?: string): number {
    const known = this.all.findIndex(operation => operation.name === name)
    if (known !== -1) return known
    this.all.push({
      name,
      ...(operationId !== undefined && {operationId}),
      method,
      paths: [path],
      headers: {},
      weight: 1,
      guessed: false,
    })
    return this.all.length - 1
  }
}
