import {fromJSON, type MessageTypeDefinition} from '@grpc/proto-loader'

/** One message of google.rpc: what it is, and what it says. */
export interface Detail {
  readonly type: DetailName
  readonly value: Readonly<Record<string, unknown>>
}

export type DetailName = 'ErrorInfo' | 'BadRequest' | 'RetryInfo' | 'RequestInfo'

/** A status with all that is known of it, as https://google.aip.dev/193 describes. */
export interface RichStatus {
  readonly code: number
  readonly message: string
  readonly details: readonly Detail[]
}

/** Trailer in which it travels. */
export const richStatusKey = 'grpc-status-details-bin'

const text = (id: number) => ({type: 'string', id})
const texts = (id: number) => ({keyType: 'string', type: 'string', id})

/** The messages of google/rpc/status.proto and error_details.proto that are used here. */
const definitions = fromJSON(
  {
    nested: {
      google: {
        nested: {
          protobuf: {
            nested: {
              Any: {fields: {type_url: text(1), value: {type: 'bytes', id: 2}}},
              Duration: {fields: {seconds: {type: 'int64', id: 1}, nanos: {type: 'int32', id: 2}}},
            },
          },
          rpc: {
            nested: {
              Status: {
                fields: {
                  code: {type: 'int32', id: 1},
                  message: text(2),
                  details: {rule: 'repeated', type: 'google.protobuf.Any', id: 3},
                },
              },
              ErrorInfo: {
                fields: {reason: text(1), domain: text(2), metadata: texts(3)},
              },
              BadRequest: {
                fields: {field_violations: {rule: 'repeated', type: 'FieldViolation', id: 1}},
                nested: {FieldViolation: {fields: {field: text(1), description: text(2), reason: text(3)}}},
              },
              RetryInfo: {fields: {retry_delay: {type: 'google.protobuf.Duration', id: 1}}},
              RequestInfo: {fields: {request_id: text(1), serving_data: text(2)}},
            },
          },
        },
      },
    },
  },
  {keepCase: true, longs: Number, defaults: true},
)

const messageOf = (name: string) => definitions[`google.rpc.${name}`] as MessageTypeDefinition<object, object> // Of the list above.

const prefix = 'type.googleapis.com/google.rpc.'

export function encodeRichStatus({code, message, details}: RichStatus): Buffer {
  const packed = details.map(({type, value}) => ({type_url: prefix + type, value: messageOf(type).serialize(value)}))
  return messageOf('Status').serialize({code, message, details: packed})
}

/** What a server of gRPC has told; details that are not known here are left out. */
export function decodeRichStatus(bytes: Buffer): RichStatus {
  const {code, message, details} = messageOf('Status').deserialize(bytes) as PackedStatus // By its definition above.
  return {
    code,
    message,
    details: details.flatMap(({type_url: url, value}) => {
      const type = known.find(name => url === prefix + name)
      return type ? [{type, value: messageOf(type).deserialize(value) as Detail['value']}] : [] // By its definition.
    }),
  }
}

const known: readonly DetailName[] = ['ErrorInfo', 'BadRequest', 'RetryInfo', 'RequestInfo']

interface PackedStatus {
  readonly code: number
  readonly message: string
  readonly details: readonly {readonly type_url: string; readonly value: Buffer}[]
}
