import {resolve} from 'node:path'
import tls from 'node:tls'
import type {Config} from '../../config/schema.js'
import {MeshError} from '../../core/errors.js'
import {readTextFile} from '../../io/files.js'

/**
 * What connections of TLS are made with: the context is made once, because the authorities alone take longer to read
 * than a handshake. Its parts are for who makes another one.
 */
export interface ClientTls extends Pick<tls.SecureContextOptions, 'ca' | 'cert' | 'key'> {
  readonly secureContext?: tls.SecureContext
}

type Named = Config['loadtest']['targets'][string]['tls']

/** Reads the files that a target names for TLS; `root` is the folder of mesh.yaml. */
export async function readClientTls(named: Named, target: string, root: string): Promise<ClientTls> {
  if (named === undefined) return {}
  const {ca, cert, key} = named
  if ((cert === undefined) !== (key === undefined))
    throw new MeshError(
      `Target "${target}" has a ${cert === undefined ? 'key, but no certificate' : 'certificate, but no key'}.`,
      'Name both below "tls" in mesh.yaml: "cert" and "key".',
    )
  const read = (path: string) => readTextFile(resolve(root, path), path)
  const parts: tls.SecureContextOptions = {
    // A list takes the place of those that Node knows.
    ...(ca !== undefined && {ca: [...tls.rootCertificates, await read(ca)]}),
    ...(cert !== undefined && key !== undefined && {cert: await read(cert), key: await read(key)}),
  }
  try {
    return {...parts, secureContext: tls.createSecureContext(parts)}
  } catch (error) {
    throw new MeshError(
      `What target "${target}" names below "tls" cannot be used: ${error instanceof Error ? error.message : String(error)}.`,
      'The files have to be in PEM ("-----BEGIN …"), and the key without a passphrase and that of the certificate.',
    )
  }
}
