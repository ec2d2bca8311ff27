import { defineConfig } from 'vitest/config';

// Apart from the other suites, because npm installs the package, which may need the registry.
export default defineConfig({
  test: {
    include: ['test/package/*.test.ts'],
    reporters: ['default', './test/support/closing-line.ts'],
    testTimeout: 120_000,
    hookTimeout: 300_000,
  },
});
