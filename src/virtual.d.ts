/** Made when the project is built or tested: every rule by its id. See bin/build/rules.js. */
declare module 'mesh:rules' {
  type Files = Readonly<Record<string, () => Promise<{readonly default: unknown}>>>
  export const lintRules: Files
  export const diffRules: Files
}

/** The version of package.json, put in when the project is bundled. */
declare const __MESH_VERSION__: string
