/** Counts how often values occur in many pictures. Each picture has the same weight, whatever its size. */

/** Number of cells on each side of zero. */
const cells = 2048;

export class Histogram {
  /** The cells cover values up to this distance from zero. It doubles when a value is beyond. */
  private reach = 1e-3;
  private shares = new Float64Array(2 * cells);
  private least = 0;
  private greatest = 0;
  private pictures = 0;

  add(values: Float32Array): void {
    for (const value of values) {
      if (value < this.least) this.least = value;
      if (value > this.greatest) this.greatest = value;
    }
    while (Math.max(this.greatest, -this.least) >= this.reach) this.double();
    const scale = cells / this.reach;
    const share = 1 / values.length;
    for (const value of values) this.shares[cells + Math.floor(value * scale)] += share;
    this.pictures += 1;
  }

  /** @returns a range that contains zero. @param kept on each side at most the share 1 - kept of the values is outside. */
  range(kept: number): [least: number, greatest: number] {
    const spare = (1 - kept) * this.pictures;
    const step = this.reach / cells;
    let [low, below] = [0, this.shares[0]];
    while (low < cells && below <= spare) below += this.shares[++low];
    let [high, beyond] = [2 * cells - 1, this.shares[2 * cells - 1]];
    while (high >= cells && beyond <= spare) beyond += this.shares[--high];
    return [Math.max(this.least, (low - cells) * step), Math.min(this.greatest, (high + 1 - cells) * step)];
  }

  private double(): void {
    const wider = new Float64Array(2 * cells);
    this.shares.forEach((share, at) => {
      wider[cells + Math.floor((at - cells) / 2)] += share;
    });
    this.shares = wider;
    this.reach *= 2;
  }
}
