/** Loads the command line, which is TypeScript, through tsx. Without its packages it says how to install them. */
import('tsx').then(
  () => import('./zerobooth.ts'),
  (error) => {
    if (error.code !== 'ERR_MODULE_NOT_FOUND') throw error;
    console.error('The packages of Zerobooth are missing. Install them first: npm install');
    process.exitCode = 1;
  },
);
