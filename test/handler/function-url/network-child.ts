/** Serves until it is ended: a function URL server with the network options of the first argument, on the port of the second. */
import { argv, stdout } from 'node:process';
import { startFunctionUrl } from '../../../local/function-url/server.ts';
import { noInstances } from '../../support/api-world.ts';

const [, , network = '{}', port = '0'] = argv;
const server = await startFunctionUrl({
  ...{ port: Number(port), concurrency: 2, network: JSON.parse(network), instances: () => noInstances },
  invoke: async (event) => {
    const { http } = (event as { requestContext: { http: { sourceIp: string } } }).requestContext;
    return {
      requestId: 'r',
      payload: Buffer.from(JSON.stringify({ statusCode: 200, body: `hello ${http.sourceIp}` })),
    };
  },
});
stdout.write(`${server.origins.join(' ')}\n`);
