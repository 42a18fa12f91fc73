/** What is to be told about templates that were found among manifests. */
export function templateSentences(paths: readonly string[]): string[] {
  const [first] = paths
  if (first === undefined) return []
  const which =
    paths.length === 1 ? `"${first}" is a template` : `${paths.length} files are templates, such as "${first}"`
  return [`${which}: judge what it renders to, as with "helm template . | mesh lint manifests -".`]
}
