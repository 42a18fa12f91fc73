import {defineConfig} from 'vitest/config'

export default defineConfig({
  // The file that Node takes: Vite would take the other of its two forms, and the library would be there twice.
  resolve: {alias: [{find: /^graphql$/, replacement: 'graphql/index.js'}]},
  test: {
    include: ['test/**/*.test.ts'],
    testTimeout: 15_000,
    // Pact's native core must not be shared by threads.
    pool: 'forks',
    // Test files keep to themselves by ports and folders of their own; to load everything anew for each takes twice as long.
    isolate: false,
    // Tests tell nobody that they run.
    env: {PACT_DO_NOT_TRACK: 'true'},
  },
})
