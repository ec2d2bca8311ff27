/** Starts and stops the HTTP servers of the host, which listen on 127.0.0.1 only. */
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/**
 * Lets the server listen on 127.0.0.1.
 * @param port 0 for any free port.
 * @returns the address as `127.0.0.1:port`. @throws the listen error, for example EADDRINUSE.
 */
export async function listenOnLoopback(server: Server, port = 0): Promise<string> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(port, '127.0.0.1', resolve);
  });
  return `127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** Closes the server and all its connections; resolves when they are closed. */
export function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
