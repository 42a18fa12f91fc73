/** Where the page of a rule can be read. */
export function rulePage(id: string): string {
  return `https://github.com/mesh-cli/mesh/blob/main/docs/rules/${id}.md`
}
