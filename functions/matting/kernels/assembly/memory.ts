/** The linear memory, laid out anew for every step: each takes what it needs behind what the caller put there. */

/** Pixels of three bytes are read four at a time: the last one reads beyond its plane. */
const slack: usize = 1;

let top: usize = 0;

/** Forgets everything in memory. The memory itself stays: the next photo needs as much. */
export function clear(): void {
  top = __heap_base;
}

/** What is taken from here on is forgotten by {@link release}. */
export function mark(): usize {
  return top;
}

export function release(from: usize): void {
  top = from;
}

/** @returns the place of so many bytes, at a multiple of 16, holding whatever was there; traps when there is no memory left. */
export function take(byteLength: usize): usize {
  const at = (top + 15) & ~15;
  top = at + byteLength + slack;
  const missing = <i32>((top + 0xffff) >> 16) - memory.size();
  if (missing > 0 && memory.grow(missing) < 0) unreachable();
  return at;
}

export function takeZeros(byteLength: usize): usize {
  const at = take(byteLength);
  memory.fill(at, 0, byteLength);
  return at;
}
