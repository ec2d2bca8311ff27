/** The watch that proves silence must itself see what it looks for. */
import { spawn } from 'node:child_process';
import { lookup } from 'node:dns';
import { once } from 'node:events';
import { type AddressInfo, connect, createServer } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { connectionsBeyondLoopback, remoteRows } from '../../support/connections.ts';

const head = '  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode';
const row = (remote: string) =>
  `${head}\n   0: 0100007F:1F90 ${remote} 01 00000000:00000000 00:00000000 00000000     0        0 4242 1 0 100`;

test.each([
  ['nobody yet', '00000000:0000'],
  ['127.0.0.1', '0100007F:C350'],
  ['127.8.9.10', '0A09087F:C350'],
  ['::', '00000000000000000000000000000000:0000'],
  ['::1', '00000000000000000000000001000000:C350'],
  ['::ffff:127.0.0.1', '0000000000000000FFFF00000100007F:C350'],
])('%s is this machine', (_, remote) => {
  expect(remoteRows(row(remote), 'tcp')).toEqual([]);
});

test.each([
  ['C633640A:01BB', '10.100.51.198:443'],
  ['08080808:0035', '8.8.8.8:53'],
  ['0000000000000000FFFF000008080808:0035', '[0000:0000:0000:0000:0000:ffff:0808:0808]:53'],
  ['B80D0120000000000000000001000000:01BB', '[2001:0db8:0000:0000:0000:0000:0000:0001]:443'],
])('%s is %s, elsewhere', (hex, remote) => {
  expect(remoteRows(row(hex), 'udp')).toEqual([{ protocol: 'udp', remote, inode: '4242' }]);
});

// 127.0.0.2 stands for another machine here, so that the watch of the whole run does not see this connection.
test.skipIf(process.platform !== 'linux')('a connection of a child is seen, with who has it', async () => {
  const address = '127.0.0.2';
  const isLocal = (bytes: readonly string[]) => bytes.join('') !== '7F000002';
  const server = createServer((socket) => socket.on('error', () => {})).listen(0, address);
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const script = `require('node:net').connect(${port}, '${address}', () => console.log('open')); setTimeout(() => {}, 60000)`;
  const child = spawn(process.execPath, ['-e', script], { stdio: ['ignore', 'pipe', 'inherit'] });
  onTestFinished(() => {
    child.kill('SIGKILL');
    server.close();
  });
  await once(child.stdout, 'data');
  const found = connectionsBeyondLoopback({ own: false, isLocal });
  expect(found).toContainEqual(
    expect.objectContaining({ pid: child.pid, protocol: 'tcp', remote: `${address}:${port}` }),
  );
});

test('a socket that would leave the loopback is refused before it is opened', () => {
  for (const host of ['192.0.2.1', 'photos.example', '2001:db8::1']) {
    expect(() => connect(9, host), host).toThrow(/stay on the loopback/);
  }
  expect(() => lookup('photos.example', () => {})).toThrow(/stay on the loopback/);
  const { triedBeyondLoopback: tried } = globalThis as unknown as { triedBeyondLoopback: string[] };
  expect(tried.splice(0)).toHaveLength(4);
});
