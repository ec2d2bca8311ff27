/** The pictograms of the hints: an arrow or a thing for each. */
import type { Hint } from '../../camera/hints.ts';
import { CheckIcon, PersonIcon, path, SunIcon, TurnIcon } from '../controls/icons.tsx';

const LeftIcon = path('M20 12H4m6-6l-6 6 6 6');
const RightIcon = path('M4 12h16m-6-6l6 6-6 6');
const UpIcon = path('M12 20V4m-6 6l6-6 6 6');
const DownIcon = path('M12 4v16m-6-6l6 6 6-6');

const icons: Readonly<Record<Hint, () => preact.JSX.Element>> = {
  'no-face': PersonIcon,
  'one-person': path('M8 11a3 3 0 1 0 0-6 3 3 0 0 0 0 6zM3 19c.4-3 2.3-5 5-5s4.6 2 5 5M14.5 5.500l6 6m0-6l-6 6'),
  'too-dark': path('M19.5 14.500A8 8 0 0 1 9.5 4.500a8 8 0 1 0 10 10z'),
  'too-bright': SunIcon,
  closer: path('M9 4H4v5M15 4h5v5M9 20H4v-5M15 20h5v-5'),
  farther: path('M4 9h5V4M20 9h-5V4M4 15h5v5M20 15h-5v5'),
  'move-left': LeftIcon,
  'move-right': RightIcon,
  'move-up': UpIcon,
  'move-down': DownIcon,
  upright: TurnIcon,
  'turn-left': path('M20 18a8.5 8.5 0 0 0-15-6M4 6v6h6'),
  'turn-right': path('M4 18a8.5 8.5 0 0 1 15-6M20 6v6h-6'),
  'chin-up': UpIcon,
  'chin-down': DownIcon,
  'light-left': path('M7 15.500a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7zM7 4.500v1m0 13v1M13 12h7m-3-3l3 3-3 3'),
  'light-right': path('M17 15.500a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7zM17 4.500v1m0 13v1M11 12H4m3-3l-3 3 3 3'),
};

/** @param hint null: all is good. */
export function HintIcon({ hint }: { readonly hint: Hint | null }) {
  const Icon = hint === null ? CheckIcon : icons[hint];
  return <Icon />;
}
