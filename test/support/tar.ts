/** Writes tar archives for tests. Written by hand, so that tests do not read with the package that also wrote. */

export interface TarEntry {
  readonly name: string;
  readonly content?: Uint8Array;
  /** The type flag of the header: `0` file (the default), `2` symbolic link, `5` folder, `x` pax header. */
  readonly type?: string;
  /** The path before `name`, for names that are split in the header. */
  readonly prefix?: string;
  /** The target of a link. */
  readonly linkname?: string;
}

/** @returns a POSIX ustar archive. */
export function tar(entries: readonly TarEntry[]): Buffer {
  const blocks = entries.flatMap(({ name, content = new Uint8Array(), type = '0', prefix = '', linkname = '' }) => {
    const header = Buffer.alloc(512);
    header.write(name, 0, 100);
    header.write('0000644\0', 100);
    header.write(`${content.length.toString(8).padStart(11, '0')}\0`, 124);
    header.write('        ', 148);
    header.write(type, 156);
    header.write(linkname, 157, 100);
    header.write('ustar\x0000', 257);
    header.write(prefix, 345, 155);
    const sum = header.reduce((total, byte) => total + byte, 0);
    header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
    return [header, content, Buffer.alloc((512 - (content.length % 512)) % 512)];
  });
  return Buffer.concat([...blocks, Buffer.alloc(1024)]);
}
