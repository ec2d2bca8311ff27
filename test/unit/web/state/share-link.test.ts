/** Whether a shared link works on other computers. */
import { expect, test } from 'vitest';
import { isLoopback } from '../../../../web/state/share-link.ts';

test.each(['127.0.0.1', '127.1.2.3', 'localhost', 'studio.localhost', '[::1]'])('%s is this computer', (host) => {
  expect(isLoopback(host)).toBe(true);
});

test.each(['192.168.1.127', 's3.eu-central-1.amazonaws.com', 'localhost.example', '127.example.org'])(
  '%s is an address that others can reach',
  (host) => {
    expect(isLoopback(host)).toBe(false);
  },
);
