import { defineConfig } from 'vitest/config';

// Functions and models are prepared once (global setup); suites that run the network share two cores, so files run
// one after the other in two workers at most.
export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: ['test/support/prepare.ts'],
    setupFiles: ['test/support/loopback-only.ts'],
    reporters: ['default', './test/support/closing-line.ts'],
    env: { AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true' },
    // Generous: real networks on two shared cores; no test asserts a time.
    testTimeout: 120_000,
    hookTimeout: 240_000,
    pool: 'forks',
    maxWorkers: 2,
  },
});
