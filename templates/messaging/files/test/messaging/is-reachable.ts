import {connect} from 'node:net'

/** Whether a server can be reached. Where one has to be (MESH_REQUIRE_SERVICES=1), its absence is an error. */
export async function isReachable(address: {readonly host: string; readonly port: number}): Promise<boolean> {
  const socket = connect({...address, timeout: 1000})
  try {
    await new Promise<void>((resolve, reject) => {
      socket.once('connect', resolve)
      socket.once('error', reject)
      socket.once('timeout', () => reject(new Error(`Nothing answers at ${address.host}:${address.port}.`)))
    })
    return true
  } catch (error) {
    if (process.env['MESH_REQUIRE_SERVICES'] === '1') throw error
    return false
  } finally {
    socket.destroy()
  }
}
