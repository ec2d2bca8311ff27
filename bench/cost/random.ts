/** Random numbers of the queue simulation. The same seed gives the same numbers in every run. */
import { seededRandom, type Random as Uniform } from '../../portraits/random.ts';

export interface Random {
  /** Returns a uniform number in [0, 1). */
  next(): number;
  /** Returns a standard normal number. */
  normal(): number;
}

/** Returns a generator. @param seed a whole number. */
export function seeded(seed: number): Random {
  const next: Uniform = seededRandom(seed);
  // Box and Muller, 1958. 1 - next() is never 0, so the logarithm is finite.
  const normal = () => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next());
  return { next, normal };
}
