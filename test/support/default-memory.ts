/** Set up in every worker: programs that a test starts get no settings of glibc from vitest.config.ts. */
for (const name of Object.keys(process.env)) if (name.startsWith('MALLOC_')) delete process.env[name];
