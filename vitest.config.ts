import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['src/**/*.test.ts', 'test/**/*.test.ts'],
    testTimeout: 30_000,
    hookTimeout: 30_000,
    // Sockets, processes and media in real time: two workers suit two cores, more only add noise.
    maxWorkers: 2,
    reporters: ['default'],
  },
})
