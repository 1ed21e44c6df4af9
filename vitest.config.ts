import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['src/**/*.test.ts', 'test/**/*.test.ts'],
    // Far beyond what any test takes: a limit against hanging, on machines that are busy with other things too.
    testTimeout: 120_000,
    hookTimeout: 60_000,
    // Sockets, processes and media in real time: most of it is waiting, so that three suit two cores; more only add noise.
    maxWorkers: 3,
    reporters: ['default'],
  },
})
