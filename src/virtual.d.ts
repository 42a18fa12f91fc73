/** Made when the project is built or tested: every rule by its id. See bin/build/rules.js. */
declare module 'mesh:rules' {
  type Files = Readonly<Record<string, () => Promise<{readonly default: unknown}>>>
  export const lintRules: Files
  export const diffRules: Files
}

/** Made when the project is built or tested: the compiled schema of a version of OpenAPI. See bin/build/structure.js. */
declare module 'mesh:structure/*' {
  const validate: import('ajv').ValidateFunction
  export default validate
}

/** Made when the project is built or tested: every template by its name. See bin/build/templates.js. */
declare module 'mesh:templates' {
  type Template = import('./scaffold/template.js').Template
  export const templates: Readonly<Record<string, () => Promise<{readonly default: Template}>>>
  /** Those that a project can be made of; the others are layers and options of them. */
  export const projects: readonly string[]
}

/** The package declares the types of this path only to the old CommonJS resolution. */
declare module 'handlebars/runtime.js' {
  const handlebars: Pick<typeof import('handlebars'), 'create'>
  export default handlebars
}

/** The version of package.json, put in when the project is bundled. */
declare const __MESH_VERSION__: string

/** The options of each choice of the templates that a project can be made of, put in when the project is bundled. */
declare const __MESH_CHOICES__: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>
