/** The names and addresses of the computer itself. */
import { expect, test } from 'vitest';
import { isLoopback } from '../../../core/loopback.ts';

test.each(['127.0.0.1', '127.1.2.3', 'localhost', 'studio.localhost', '[::1]', '::1'])(
  '%s is this computer',
  (host) => {
    expect(isLoopback(host)).toBe(true);
  },
);

test.each([
  ...['192.168.1.127', 's3.eu-central-1.amazonaws.com', 'localhost.example', '127.example.org', '127.0.0.1.example'],
  ...['notlocalhost', '.localhost', '::', '[::]', '0.0.0.0', 'localhost:80', '', 'a/b.localhost', '1127.0.0.1'],
])('%s is an address that others can reach, or none', (host) => {
  expect(isLoopback(host)).toBe(false);
});
