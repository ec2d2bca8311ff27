/** The options of `npm start` that open the studio to a network, and the lines of the start about it. */
import { readFileSync } from 'node:fs';
import { Fault } from '../core/errors.ts';
import { isLoopback } from '../core/loopback.ts';
import { checkNetwork, type NetworkOptions } from '../local/function-url/network.ts';
import type { Studio } from '../local/studio/studio.ts';
import { UsageError } from './usage.ts';

/** The values of the network's options in cli/tables/serve-table.ts. */
interface NetworkValues {
  readonly access?: 'code' | 'none' | undefined;
  readonly host?: string | undefined;
  readonly 'public-url'?: string | undefined;
  readonly allow: readonly string[];
  readonly 'trust-proxy': readonly string[];
  readonly 'tls-cert'?: string | undefined;
  readonly 'tls-key'?: string | undefined;
}

/** Returns how the studio is opened; undefined: for this machine only. @throws UsageError that says what to change. */
export function readNetwork(values: NetworkValues): NetworkOptions | undefined {
  const { access, host = '127.0.0.1', allow, 'public-url': publicUrl, 'trust-proxy': trustedProxies } = values;
  const tls = readTls(values['tls-cert'], values['tls-key']);
  const isOpen = !isLoopback(host) || publicUrl !== undefined || allow.length + trustedProxies.length > 0 || tls;
  if (!isOpen) return undefined;
  if (access === 'none' && allow.length === 0) {
    throw new UsageError('--access none on a network needs --allow, so that not everybody can use the studio.');
  }
  try {
    return checkNetwork({ host, publicUrl, allow: listed(allow), trustedProxies: listed(trustedProxies), tls });
  } catch (error) {
    if (error instanceof Fault) throw new UsageError(error.message);
    throw error;
  }
}

/** Accepts `a,b` and repeated options. */
const listed = (values: readonly string[]) =>
  values.flatMap((value) => value.split(',')).filter((value) => value !== '');

function readTls(cert: string | undefined, key: string | undefined): NetworkOptions['tls'] {
  if (cert === undefined && key === undefined) return undefined;
  if (cert === undefined || key === undefined) throw new UsageError('Give both --tls-cert and --tls-key.');
  return { cert: readPem('--tls-cert', cert), key: readPem('--tls-key', key) };
}

function readPem(option: string, path: string): Buffer {
  try {
    return readFileSync(path);
  } catch (error) {
    throw new UsageError(`${option}: ${path} cannot be read (${(error as NodeJS.ErrnoException).code}).`);
  }
}

/** Returns the lines of the start: addresses, access code, and a warning about plain HTTP. Each ends with a line end. */
export function addressLines({ origins, endpoint, accessCode }: Studio, network: NetworkOptions | undefined): string {
  const [first = '', ...others] = origins;
  const code = accessCode === null ? '' : `Access code ${accessCode}\n`;
  if (!network) return `Studio      ${first}\n${code}S3 endpoint ${endpoint}\n`;
  const rest = others.map((origin) => `            ${origin}\n`).join('');
  const warning = first.startsWith('https:')
    ? ''
    : 'Not private  the network can read photos and the code: use --tls-cert and --tls-key, or a reverse proxy with TLS\n';
  return `Studio      ${first}\n${rest}${code}S3 endpoint ${first} (and ${endpoint} on this machine)\n${warning}`;
}
