/**
 * Leaves out the languages of zod in which mesh does not speak: some fifty of them are half of the library, and every
 * command would read them.
 */
export const oneLanguage = {
  name: 'one-language',
  setup(build) {
    build.onLoad({filter: /[\\/]zod[\\/]v4[\\/]locales[\\/]index\.js$/}, () => ({
      contents: "export {default as en} from './en.js'",
      loader: 'js',
    }))
  },
}
