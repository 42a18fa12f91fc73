/** Prefixes of the standard's rule catalogue, each with where its rules live here. */
const folders: Readonly<Record<string, string>> = {
  'shared-': 'shared/',
  'oas-': 'openapi/',
  'webhook-': 'openapi/webhook-',
  'graphql-': 'graphql/',
  'proto-': 'protobuf/',
  'event-': 'asyncapi/',
  'deploy-': 'manifests/',
}

/** The id of a rule that is called by its name in the catalogue: `oas-operation-id` is `openapi/operation-id`. */
export function ruleIdOf(name: string): string {
  for (const [prefix, folder] of Object.entries(folders))
    if (name.startsWith(prefix)) return folder + name.slice(prefix.length)
  return name
}

/** The name of a rule in the catalogue: `openapi/operation-id` is `oas-operation-id`. */
export function catalogueNameOf(id: string): string {
  const [prefix, folder] =
    Object.entries(folders)
      .filter(([, start]) => id.startsWith(start))
      .sort(([, a], [, b]) => b.length - a.length)[0] ?? []
  return prefix === undefined || folder === undefined ? id : prefix + id.slice(folder.length)
}
