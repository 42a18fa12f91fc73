import {z} from 'zod'
import type {EnvironmentRule} from '../config/environment.js'

const milliseconds = () => z.coerce.number().int().min(0)

/** Variables of a service that speaks gRPC. */
export const grpcSettings = {
  GRPC_PORT: z.coerce.number().int().min(0).max(65_535).default(50_051).describe('Port of gRPC; 0 takes any free one.'),
  GRPC_TLS_CERT_FILE: z.string().optional().describe('Certificate chain of gRPC as PEM; goes with GRPC_TLS_KEY_FILE.'),
  GRPC_TLS_KEY_FILE: z.string().optional().describe('Private key of gRPC as PEM.'),
  GRPC_TLS_CLIENT_CA_FILE: z
    .string()
    .optional()
    .describe('Authorities whose clients may connect, as PEM; with it every client needs a certificate.'),
  GRPC_PLAINTEXT: z
    .stringbool()
    .default(false)
    .describe('A sidecar or a gateway encrypts, so that gRPC without TLS may be reached from outside of this machine.'),
  GRPC_DEADLINE: milliseconds()
    .min(1)
    .default(10_000)
    .describe(
      'Longest time for one call in milliseconds, whatever its client allows; streams of answers have only that.',
    ),
  GRPC_MESSAGE_LIMIT: z.coerce
    .number()
    .int()
    .min(1)
    .default(4 * 1024 * 1024)
    .describe('Largest message of gRPC in bytes.'),
  GRPC_STREAM_LIMIT: z.coerce
    .number()
    .int()
    .min(1)
    .default(1000)
    .describe('Calls that one connection of gRPC may have under way.'),
  GRPC_CONNECTION_AGE: milliseconds()
    .min(1)
    .default(300_000)
    .describe(
      'Time in milliseconds after which a connection is asked to begin anew, so that new instances get their share.',
    ),
  GRPC_REFLECTION: z
    .enum(['auto', 'on', 'off'])
    .default('auto')
    .describe('Tell tools what there is to call: on, off, or auto, which is off in production.'),
} as const

export type GrpcSettings = z.output<z.ZodObject<typeof grpcSettings>>

/** Half a pair of files is a mistake; and production does not speak in the open unless it is told to. */
export const grpcRules: readonly EnvironmentRule[] = [
  ({GRPC_TLS_CERT_FILE, GRPC_TLS_KEY_FILE}) =>
    Boolean(GRPC_TLS_CERT_FILE) === Boolean(GRPC_TLS_KEY_FILE)
      ? undefined
      : `${GRPC_TLS_CERT_FILE ? 'GRPC_TLS_KEY_FILE' : 'GRPC_TLS_CERT_FILE'} is not set. Certificate and key go together.`,
  ({GRPC_TLS_CERT_FILE, GRPC_TLS_CLIENT_CA_FILE}) =>
    GRPC_TLS_CLIENT_CA_FILE && !GRPC_TLS_CERT_FILE
      ? 'GRPC_TLS_CERT_FILE is not set. It goes with GRPC_TLS_CLIENT_CA_FILE.'
      : undefined,
  ({NODE_ENV, GRPC_TLS_CERT_FILE, GRPC_PLAINTEXT}) =>
    NODE_ENV === 'production' && !GRPC_TLS_CERT_FILE && !GRPC_PLAINTEXT
      ? 'GRPC_TLS_CERT_FILE is not set. Production needs it, or GRPC_PLAINTEXT=true where a sidecar encrypts.'
      : undefined,
]
