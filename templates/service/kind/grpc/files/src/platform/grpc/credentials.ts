import {readFile} from 'node:fs/promises'
import {ServerCredentials} from '@grpc/grpc-js'
import {ConfigError} from '../config/environment.js'
import type {GrpcSettings} from './settings.js'

/** How a server proves who it is, and where it may listen. */
export interface Listening {
  readonly credentials: ServerCredentials
  /** Whether what is said is encrypted here; a sidecar may do it outside. */
  readonly encrypted: boolean
  readonly host: string
}

/** TLS where there is a certificate. Without one only this machine is listened to, unless somebody else encrypts. */
export async function listening(settings: GrpcSettings, host: string): Promise<Listening> {
  const {GRPC_TLS_CERT_FILE: cert, GRPC_TLS_KEY_FILE: key, GRPC_TLS_CLIENT_CA_FILE: ca, GRPC_PLAINTEXT} = settings
  if (cert === undefined || key === undefined) {
    return {
      credentials: ServerCredentials.createInsecure(),
      encrypted: false,
      host: GRPC_PLAINTEXT ? host : '127.0.0.1',
    }
  }
  const pair = {cert_chain: await pem('GRPC_TLS_CERT_FILE', cert), private_key: await pem('GRPC_TLS_KEY_FILE', key)}
  const authorities = ca === undefined ? null : await pem('GRPC_TLS_CLIENT_CA_FILE', ca)
  return {credentials: ServerCredentials.createSsl(authorities, [pair], ca !== undefined), encrypted: true, host}
}

async function pem(variable: string, path: string): Promise<Buffer> {
  try {
    return await readFile(path)
  } catch (error) {
    const reason = error instanceof Error && 'code' in error ? error.code : error
    throw new ConfigError([`${variable} is "${path}", which can not be read (${reason}).`])
  }
}
