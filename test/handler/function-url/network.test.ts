/** A server that is opened to a network: TLS, connections of one address, and machines of a network of the test's own. */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { request } from 'node:https';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import type { NetworkOptions } from '../../../local/function-url/network.ts';
import { type FunctionUrlOptions, startFunctionUrl } from '../../../local/function-url/server.ts';
import { noInstances } from '../../support/api-world.ts';

async function openServer(network: NetworkOptions, options: Partial<FunctionUrlOptions> = {}) {
  const server = await startFunctionUrl({
    ...{ port: 0, concurrency: 2, network, instances: () => noInstances },
    invoke: async () => ({ requestId: 'r', payload: Buffer.from(JSON.stringify({ statusCode: 200, body: 'hello' })) }),
    ...options,
  });
  onTestFinished(() => server.close());
  return server;
}

const has = (command: string, ...args: string[]) => spawnSync(command, args).status === 0;

test.skipIf(!has('openssl', 'version'))('HTTPS is served with the given certificate', async () => {
  const dir = await mkdtemp(join(tmpdir(), 'zerobooth-tls-'));
  onTestFinished(() => rm(dir, { recursive: true, force: true }));
  const [keyPath, certPath] = [join(dir, 'key.pem'), join(dir, 'cert.pem')];
  const subject = ['-subj', '/CN=photos.test', '-addext', 'subjectAltName=DNS:photos.test', '-days', '2'];
  const kind = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-x509'];
  execFileSync('openssl', ['req', ...kind, ...subject, '-keyout', keyPath, '-out', certPath], { stdio: 'ignore' });
  const [cert, key] = await Promise.all([readFile(certPath), readFile(keyPath)]);
  const { port, origins } = await openServer({
    host: '127.0.0.1',
    publicUrl: 'https://photos.test',
    tls: { cert, key },
  });
  expect(origins).toEqual(['https://photos.test', `https://127.0.0.1:${port}`]);
  const ask = (host: string, ca?: Buffer) =>
    new Promise<string>((resolve) => {
      const options = { host: '127.0.0.1', servername: 'photos.test', port, ca, headers: { host } };
      const sent = request(options, async (response) => {
        let text = `${response.statusCode} `;
        for await (const chunk of response.setEncoding('utf8')) text += chunk;
        resolve(text);
      });
      sent.on('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? '')).end();
    });
  expect(await ask('photos.test', cert)).toBe('200 hello');
  expect(await ask('evil.example', cert)).toMatch(/^421 .*wrong-name/);
  expect(await ask('photos.test')).toBe('DEPTH_ZERO_SELF_SIGNED_CERT');
});

test('one address cannot hold all connections; a trusted proxy may', async () => {
  const limits = { maxConnectionsPerAddress: 5 };
  const proxied = { publicUrl: 'https://photos.test', trustedProxies: ['127.0.0.3'] };
  const { port } = await openServer({ host: '0.0.0.0', ...proxied }, { limits });
  const open = async (localAddress: string) => {
    const sockets = Array.from({ length: 12 }, () =>
      connect({ host: '127.0.0.1', port, localAddress }).on('error', () => {}),
    );
    await delay(250);
    const left = sockets.filter(({ readyState }) => readyState === 'open').length;
    for (const socket of sockets) socket.destroy();
    return left;
  };
  expect(await open('127.0.0.2')).toBe(5);
  expect(await open('127.0.0.3')).toBe(12);
  await delay(100);
  expect(await open('127.0.0.2')).toBe(5);
});

/** Two network namespaces with a cable between them: the studio at 10.77.0.1, another machine at 10.77.0.2 and .3. */
const twoMachines = `
set -e
ip link set lo up
unshare -n sleep 60 & other=$!
trap 'kill $other $server 2>/dev/null || true' EXIT
sleep 0.3
ip link add here type veth peer name there netns $other
ip address add 10.77.0.1/24 dev here; ip link set here up
inside() { nsenter --target $other --net "$@"; }
inside ip address add 10.77.0.2/24 dev there; inside ip address add 10.77.0.3/24 dev there
inside ip link set there up; inside ip link set lo up
"$NODE" --import tsx test/handler/function-url/network-child.ts "$NETWORK" 7860 >"$ORIGINS" & server=$!
for try in $(seq 300); do [ -s "$ORIGINS" ] && break; sleep 0.1; done
ask() { inside curl --silent --max-time 5 --write-out ' %{http_code}\\n' "$@" || echo "no answer"; }
cat "$ORIGINS"
ask --interface 10.77.0.2 http://10.77.0.1:7860/
ask --interface 10.77.0.3 http://10.77.0.1:7860/
ask --interface 10.77.0.2 -H 'host: evil.example' http://10.77.0.1:7860/
ask --interface 10.77.0.2 -H 'origin: http://evil.example' http://10.77.0.1:7860/
ask --interface 10.77.0.3 -H 'x-forwarded-for: 10.77.0.2' http://10.77.0.1:7860/
`;

const canIsolate =
  has('unshare', '-rn', 'ip', 'link', 'add', 'here', 'type', 'veth', 'peer', 'name', 'there') && has('curl', '-V');

async function runTwoMachines(network: NetworkOptions): Promise<string[]> {
  const dir = await mkdtemp(join(tmpdir(), 'zerobooth-two-machines-'));
  onTestFinished(() => rm(dir, { recursive: true, force: true }));
  const script = join(dir, 'run.sh');
  await writeFile(script, twoMachines);
  const env = {
    ...process.env,
    NODE: process.execPath,
    NETWORK: JSON.stringify(network),
    ORIGINS: join(dir, 'origins'),
  };
  const run = spawnSync('unshare', ['-rn', 'bash', script], { env, encoding: 'utf8' });
  return run.stdout.trim().split('\n');
}

test.skipIf(!canIsolate)('another machine reaches an opened studio by its address, and nothing else', async () => {
  const lines = await runTwoMachines({ host: '0.0.0.0', allow: ['10.77.0.2'] });
  expect(lines).toEqual([
    'http://10.77.0.1:7860 http://127.0.0.1:7860',
    'hello 10.77.0.2 200',
    expect.stringMatching(/address-not-allowed.* 403$/),
    expect.stringMatching(/wrong-name.* 421$/),
    expect.stringMatching(/other-origin.* 403$/),
    expect.stringMatching(/address-not-allowed.* 403$/),
  ]);
  const [, ...closed] = await runTwoMachines({ host: '127.0.0.1' });
  expect(closed.filter((line) => line === 'no answer')).toHaveLength(5);
  expect(closed.join()).not.toContain('hello');
});
