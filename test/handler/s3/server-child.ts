/** Runs an object server in a process of its own, so that crash.test.ts can kill it. Prints the endpoint. */
import { startObjectServer } from '../../../local/s3/server.ts';
import { credentials } from './server-setup.ts';

const [, , dataDir = ''] = process.argv;
const { endpoint } = await startObjectServer({ dataDir, credentials, buckets: [{ name: 'photos' }] });
process.stdout.write(`${endpoint}\n`);
