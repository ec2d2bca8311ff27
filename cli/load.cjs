/**
 * Loads the command line: its TypeScript through tsx in a checkout, the compiled program in the npm package. A checkout
 * without its packages says how to install them.
 */
const { existsSync } = require('node:fs');
const { join } = require('node:path');

if (existsSync(join(__dirname, 'zerobooth.ts'))) {
  import('tsx').then(
    () => import('./zerobooth.ts'),
    (error) => {
      if (error.code !== 'ERR_MODULE_NOT_FOUND') throw error;
      console.error('The packages of Zerobooth are missing. Install them first: npm install');
      process.exitCode = 1;
    },
  );
} else {
  import('../dist/lib/cli/zerobooth.js');
}
