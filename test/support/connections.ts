/**
 * Internet connections of this process's descendants, as the kernel lists them. A process cannot hide one: whatever opens it, a
 * library of C++ included, it stands in /proc/net as long as it is open.
 */
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';

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
  // Nearly all rows have one of a few addresses.
  const judged = new Map<string, readonly string[] | null>();
  const remoteBytes = (hex: string): readonly string[] | null => {
    const known = judged.get(hex);
    if (known !== undefined) return known;
    const bytes = (hex.match(/.{8}/g) ?? []).flatMap((word) => (word.match(/../g) ?? []).reverse());
    const result = isLocal(bytes) ? null : bytes;
    judged.set(hex, result);
    return result;
  };
  return table
    .trim()
    .split('\n')
    .slice(1)
    .flatMap((line): Row[] => {
      const fields = line.trim().split(/\s+/);
      const [hex = '', port = '0'] = (fields[2] ?? '').split(':');
      const bytes = remoteBytes(hex);
      if (bytes === null) return [];
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
 * @param options.others the connections of other programs on this machine, which earlier calls found; this call skips them
 * and adds to them.
 */
export function connectionsBeyondLoopback({
  own = true,
  isLocal = isLoopback,
  others = new Map<string, number>(),
} = {}): Connection[] {
  const rows: Row[] = [];
  for (const protocol of ['tcp', 'udp'] as const) {
    for (const name of [protocol, `${protocol}6`]) {
      rows.push(...remoteRows(read(`/proc/net/${name}`), protocol, isLocal));
    }
  }
  // The usual case costs four small reads; whose a connection is matters only when there is a new one. A closed connection
  // that the kernel still lists has the inode 0.
  const open = rows.filter((row) => row.inode !== '0' && (others.get(keyOf(row)) ?? 0) < sureAfter);
  if (open.length === 0) return [];
  const found: Connection[] = [];
  const owned = new Set<string>();
  for (const pid of descendants(own)) {
    const inodes = socketsOf(pid);
    for (const row of open.filter(({ inode }) => inodes.has(inode))) {
      const command = read(`/proc/${pid}/cmdline`).replaceAll('\0', ' ').trim().slice(0, 200);
      found.push({ pid, command, protocol: row.protocol, remote: row.remote });
      owned.add(keyOf(row));
    }
  }
  for (const key of open.map(keyOf)) if (!owned.has(key)) others.set(key, (others.get(key) ?? 0) + 1);
  return found;
}

/** A connection belongs to another program when this many calls found no descendant that has it. */
const sureAfter = 3;

const keyOf = ({ protocol, remote, inode }: Row) => `${protocol} ${remote} ${inode}`;

/** Returns the text of a file; empty when it cannot be read. Without a promise, because that is faster for files of /proc. */
function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function descendants(own: boolean): number[] {
  const parents = new Map<number, number>();
  for (const name of namesIn('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    const stat = read(`/proc/${name}/stat`);
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

function socketsOf(pid: number): Set<string> {
  const folder = `/proc/${pid}/fd`;
  const links = namesIn(folder).map((name) => {
    try {
      return readlinkSync(`${folder}/${name}`);
    } catch {
      return '';
    }
  });
  return new Set(links.flatMap((link) => /^socket:\[(\d+)\]$/.exec(link)?.[1] ?? []));
}
