import {defineConfig} from 'vitest/config'

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    testTimeout: 15_000,
    // Pact's native core must not be shared by threads.
    pool: 'forks',
    // Tests tell nobody that they run.
    env: {PACT_DO_NOT_TRACK: 'true'},
  },
})
