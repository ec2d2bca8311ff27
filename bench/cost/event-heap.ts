/** A queue of future events by time, for millions of events: a binary heap in typed arrays, for queue-simulation.ts. */
export class EventHeap {
  #times: Float64Array;
  #values: Int32Array;
  #size = 0;

  /** @param capacity to begin with; it grows. */
  constructor(capacity = 1024) {
    this.#times = new Float64Array(capacity);
    this.#values = new Int32Array(capacity);
  }

  get size(): number {
    return this.#size;
  }

  /** Infinity when empty. */
  get nextTime(): number {
    return this.#size > 0 ? this.#times[0] : Number.POSITIVE_INFINITY;
  }

  push(time: number, value: number): void {
    if (this.#size === this.#times.length) this.#grow();
    let at = this.#size++;
    for (let parent = (at - 1) >> 1; at > 0 && this.#times[parent] > time; parent = (at - 1) >> 1) {
      this.#times[at] = this.#times[parent];
      this.#values[at] = this.#values[parent];
      at = parent;
    }
    this.#times[at] = time;
    this.#values[at] = value;
  }

  /** Takes out the value whose time comes first. Only when {@link size} is not 0. */
  pop(): number {
    const first = this.#values[0];
    this.#size -= 1;
    const [time, value] = [this.#times[this.#size], this.#values[this.#size]];
    let at = 0;
    for (let child = 1; child < this.#size; child = 2 * at + 1) {
      if (child + 1 < this.#size && this.#times[child + 1] < this.#times[child]) child += 1;
      if (this.#times[child] >= time) break;
      this.#times[at] = this.#times[child];
      this.#values[at] = this.#values[child];
      at = child;
    }
    this.#times[at] = time;
    this.#values[at] = value;
    return first;
  }

  #grow(): void {
    const [times, values] = [new Float64Array(this.#size * 2), new Int32Array(this.#size * 2)];
    times.set(this.#times);
    values.set(this.#values);
    [this.#times, this.#values] = [times, values];
  }
}
