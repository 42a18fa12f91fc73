import {fileURLToPath} from 'node:url'
import {loadSync, type MethodDefinition, type PackageDefinition, type ServiceDefinition} from '@grpc/proto-loader'

/** What contracts/*.proto say, with names as they are in JavaScript. */
export interface GrpcContract {
  /** Everything, for tools that ask what there is. */
  readonly definitions: PackageDefinition
  /** A service by its full name, such as `example.orders.v1.OrderService`. */
  service(name: string): ServiceDefinition
}

/** Fields that are not set have their default, but for those that are `optional`: they are not there. */
const options = {longs: Number, enums: String, defaults: true, oneofs: true} as const

/** Reads .proto files below a folder. Imports are found from there, those of google.protobuf come with the loader. */
export function readGrpcContract(folder: URL, files: readonly string[]): GrpcContract {
  const definitions = loadSync([...files], {...options, includeDirs: [fileURLToPath(folder)]})
  return {
    definitions,
    service(name) {
      const found = definitions[name]
      // A message has a format, a service has methods.
      if (found === undefined || 'format' in found) throw new Error(`There is no service "${name}" in the contract.`)
      return found as ServiceDefinition
    },
  }
}

/** A call of this may be made twice and does no harm, as the contract says. */
export function isIdempotent({
  options: {idempotency_level: level},
}: Pick<MethodDefinition<object, object>, 'options'>): boolean {
  return level === 'NO_SIDE_EFFECTS' || level === 'IDEMPOTENT'
}
