/** The linear memory. Each kernel call starts with an empty memory and takes what it needs behind the planes put there. */

/** Pixels of three bytes are read four bytes at a time: the last pixel reads one byte beyond its plane. */
const slack: usize = 1;

let top: usize = 0;

/** Frees the whole memory. Its size stays, because the next photo needs as much. */
export function clear(): void {
  top = __heap_base;
}

/** @returns the end of the used memory, for {@link release}. */
export function mark(): usize {
  return top;
}

/** Frees everything that was taken since {@link mark} returned `from`. */
export function release(from: usize): void {
  top = from;
}

/**
 * Takes `byteLength` bytes; they keep their old values.
 * @returns the address, a multiple of 16. Traps when the memory cannot grow.
 */
export function take(byteLength: usize): usize {
  const at = (top + 15) & ~15;
  top = at + byteLength + slack;
  const missing = <i32>((top + 0xffff) >> 16) - memory.size();
  if (missing > 0 && memory.grow(missing) < 0) unreachable();
  return at;
}

/** As {@link take}, with every byte 0. */
export function takeZeros(byteLength: usize): usize {
  const at = take(byteLength);
  memory.fill(at, 0, byteLength);
  return at;
}
