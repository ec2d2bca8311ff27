import { env } from 'node:process';
import { defineConfig } from 'vitest/config';
import { LongestFirst } from './test/support/longest-first.ts';

/**
 * Settings of glibc (mallopt(3)) for the test processes. By default it gives each large block back to the kernel and gets it
 * anew. Drawing a portrait takes blocks of a whole picture a hundred times, and takes three times as long then.
 */
const keepMemory = {
  MALLOC_MMAP_THRESHOLD_: `${32 << 20}`,
  MALLOC_TRIM_THRESHOLD_: `${1 << 30}`,
  MALLOC_TOP_PAD_: `${64 << 20}`,
};
// They are read when a process starts. The set-up of each test process removes them, so that no program of a test gets them.
Object.assign(env, keepMemory);

const setupFiles = ['test/support/loopback-only.ts', 'test/support/default-memory.ts'];

const common = {
  setupFiles,
  env: { AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true' },
  // Generous: real networks on two shared cores; no test asserts a time.
  testTimeout: 120_000,
  hookTimeout: 240_000,
  pool: 'forks',
  maxWorkers: 2,
} as const;

/** Tests of the stack. Most of the time of a short one is the loading of the CDK, so that they share their modules. */
const ofStack = 'test/infra/**/*.test.ts';

/** Short tests. Most of their time is the start of a process and the loading of modules, so that they share both. */
const short = 'test/unit/{bench,build,cli,core,docs,files,library,ops,scripts,support,web}/**/*.test.ts';

/** They replace a module, so that they cannot share modules with others. */
const replacing = ['test/infra/checked.test.ts', 'test/infra/comic-model.test.ts'];

// Functions and models are prepared once (global setup); suites that run the network share two cores, so files run
// one after the other in two workers at most.
export default defineConfig({
  test: {
    globalSetup: ['test/support/prepare.ts'],
    reporters: ['default', './test/support/closing-line.ts'],
    sequence: { sequencer: LongestFirst },
    maxWorkers: common.maxWorkers,
    projects: [
      { test: { ...common, name: 'stack', include: [ofStack], exclude: replacing, isolate: false } },
      { test: { ...common, name: 'short', include: [short], isolate: false } },
      // test/package installs the package, which may need the registry: npm run package-test.
      {
        test: {
          ...common,
          name: 'rest',
          include: ['test/!(infra|package)/**/*.test.ts', ...replacing],
          exclude: [short],
        },
      },
    ],
  },
});
