/** The hints of the camera. */

/** What the person should change. Left and right are as the picture of the camera has them, not mirrored. */
export type Hint =
  | 'no-face'
  | 'one-person'
  | 'too-dark'
  | 'too-bright'
  | 'closer'
  | 'farther'
  | 'move-left'
  | 'move-right'
  | 'move-up'
  | 'move-down'
  | 'upright'
  | 'turn-left'
  | 'turn-right'
  | 'chin-up'
  | 'chin-down'
  | 'light-left'
  | 'light-right';

/** The hint as a person reads it who looks at a mirrored picture: left and right are changed. */
const mirrored: Readonly<Partial<Record<Hint, Hint>>> = {
  'move-left': 'move-right',
  'move-right': 'move-left',
  'turn-left': 'turn-right',
  'turn-right': 'turn-left',
  'light-left': 'light-right',
  'light-right': 'light-left',
};

/** Returns the hint for the picture as the page shows it. */
export function asShown(hint: Hint | null, isMirrored: boolean): Hint | null {
  return (hint && isMirrored && mirrored[hint]) || hint;
}
