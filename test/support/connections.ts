/**
 * Internet connections of this process's descendants, as the kernel lists them. A process cannot hide one: whatever opens it, a
 * library of C++ included, it stands in /proc/net as long as it is open.
 */
import { readdir, readFile, readlink } from 'node:fs/promises';

export interface Connection {
  readonly pid: number;
  readonly command: string;
  readonly protocol: 'tcp' | 'udp';
  /** `203.0.113.7:443` */
  readonly remote: string;
}

interface Row {
  readonly protocol: 'tcp' | 'udp';
  readonly remote: string;
  readonly inode: string;
}

/**
 * Rows of one of /proc/net/{tcp,tcp6,udp,udp6} whose other end is not this machine. Addresses are words of 32 bits in the
 * machine's own order (proc(5)); little-endian is taken, as on every machine that we support.
 */
export function remoteRows(table: string, protocol: 'tcp' | 'udp', isLocal = isLoopback): Row[] {
  return table
    .trim()
    .split('\n')
    .slice(1)
    .flatMap((line): Row[] => {
      const fields = line.trim().split(/\s+/);
      const [hex = '', port = '0'] = (fields[2] ?? '').split(':');
      const bytes = (hex.match(/.{8}/g) ?? []).flatMap((word) => (word.match(/../g) ?? []).reverse());
      if (isLocal(bytes)) return [];
      return [{ protocol, remote: `${addressText(bytes)}:${Number.parseInt(port, 16)}`, inode: fields[9] ?? '' }];
    });
}

/**
 * Returns whether an address is of the loopback (127.0.0.0/8, ::1, or an IPv4 address of it in IPv6 form), or all zeros,
 * which means that there is no other end yet.
 * @param bytes two hex digits each, in network order.
 */
function isLoopback(bytes: readonly string[]): boolean {
  const [v4, before] = [bytes.slice(-4), bytes.slice(0, -4).join('')];
  if (bytes.every((byte) => byte === '00')) return true;
  const isV4 = before === '' || before === '00000000000000000000FFFF';
  return isV4 ? v4[0] === '7F' || v4.join('') === '00000000' : bytes.join('') === `${'0'.repeat(31)}1`;
}

function addressText(bytes: readonly string[]): string {
  if (bytes.length === 4) return bytes.map((byte) => Number.parseInt(byte, 16)).join('.');
  return `[${(bytes.join('').match(/.{4}/g) ?? []).join(':').toLowerCase()}]`;
}

/**
 * Returns the connections beyond the loopback that this process's descendants have open now; none where there is no
 * /proc.
 * @param options.own whether the connections of this process itself count.
 * @param options.isLocal whether an address belongs to this machine; by default, the loopback does.
 */
export async function connectionsBeyondLoopback({ own = true, isLocal = isLoopback } = {}): Promise<Connection[]> {
  const read = (path: string) => readFile(path, 'utf8').catch(() => '');
  const rows: Row[] = [];
  for (const protocol of ['tcp', 'udp'] as const) {
    for (const name of [protocol, `${protocol}6`]) {
      rows.push(...remoteRows(await read(`/proc/net/${name}`), protocol, isLocal));
    }
  }
  // The usual case costs four small reads; whose a connection is matters only when there is one.
  if (rows.length === 0) return [];
  const found: Connection[] = [];
  for (const pid of await descendants(own)) {
    const inodes = await socketsOf(pid);
    const command = (await read(`/proc/${pid}/cmdline`)).replaceAll('\0', ' ').trim().slice(0, 200);
    for (const { protocol, remote, inode } of rows) {
      if (inodes.has(inode)) found.push({ pid, command, protocol, remote });
    }
  }
  return found;
}

async function descendants(own: boolean): Promise<number[]> {
  const parents = new Map<number, number>();
  for (const name of await readdir('/proc').catch(() => [])) {
    if (!/^\d+$/.test(name)) continue;
    const stat = await readFile(`/proc/${name}/stat`, 'utf8').catch(() => '');
    // The name in parentheses may itself hold blanks and parentheses, so fields count from the last one (proc(5)).
    parents.set(Number(name), Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]));
  }
  const isBelow = (pid: number): boolean => {
    for (let at = parents.get(pid); at !== undefined && at > 1; at = parents.get(at))
      if (at === process.pid) return true;
    return false;
  };
  return [...parents.keys()].filter((pid) => (own && pid === process.pid) || isBelow(pid));
}

async function socketsOf(pid: number): Promise<Set<string>> {
  const names = await readdir(`/proc/${pid}/fd`).catch(() => []);
  const links = await Promise.all(names.map((name) => readlink(`/proc/${pid}/fd/${name}`).catch(() => '')));
  return new Set(links.flatMap((link) => /^socket:\[(\d+)\]$/.exec(link)?.[1] ?? []));
}
