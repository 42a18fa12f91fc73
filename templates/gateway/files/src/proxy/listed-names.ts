/** The headers that `Connection` means for this neighbour only, in lower case; undefined where it names none. */
export function listedNames(connection: string | undefined): readonly string[] | undefined {
  if (connection === undefined || connection === 'keep-alive' || connection === 'close') return undefined
  return connection.split(',').map(name => name.trim().toLowerCase())
}
