/** How many folders two files share, from the first on. */
export function sharedFolders(path: string, other: string): number {
  const a = path.split('/')
  const b = other.split('/')
  let count = 0
  while (count < a.length - 1 && count < b.length - 1 && a[count] === b[count]) count++
  return count
}
