/** The page's pictograms: strokes on a 24 px grid. They are hidden from screen readers, because a text is beside each of them. */
import type { ComponentChildren } from 'preact';

function Icon({ children }: { readonly children: ComponentChildren }) {
  return (
    <svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      {children}
    </svg>
  );
}

export const path = (d: string) => () => (
  <Icon>
    <path d={d} />
  </Icon>
);

export const CameraIcon = path(
  'M4 8.5A1.5 1.5 0 0 1 5.5 7h2.2l1.2-2h6.2l1.2 2h2.2A1.5 1.5 0 0 1 20 8.5v9a1.5 1.5 0 0 1-1.5 1.5h-13A1.5 1.5 0 0 1 4 17.5zM12 16a3.25 3.25 0 1 0 0-6.5 3.25 3.25 0 0 0 0 6.5z',
);
export const PlusIcon = path('M12 5v14M5 12h14');
export const CloseIcon = path('M6 6l12 12M18 6L6 18');
export const DownloadIcon = path('M12 4v11m0 0l-4.5-4.5M12 15l4.5-4.5M5 19.5h14');
export const TrashIcon = path('M5 7h14M10 7V5h4v2m-7 0l.8 12h8.4L17 7M10.5 10.5v5.5m3-5.5v5.5');
export const SearchIcon = path('M10.5 17a6.5 6.5 0 1 0 0-13 6.5 6.5 0 0 0 0 13zM15.5 15.5L20 20');
export const CheckIcon = path('M5 12.5l4.5 4.5L19 7.5');
export const WarningIcon = path('M12 7v6m0 3.5v.01M12 3.5l9 16H3z');
export const CrossIcon = path('M7.5 7.5l9 9m0-9l-9 9M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18z');
export const RetryIcon = path('M19 12a7 7 0 1 1-2.2-5.1M19 4v4h-4');
export const TurnIcon = path('M5 11a7 7 0 0 1 12-4.9L19.5 8.5M19.5 4v4.5H15M6.5 14h8v6h-8z');
export const SwapIcon = path('M4 9h13l-3-3m6 9H7l3 3');
export const MoveIcon = path(
  'M12 3v18M3 12h18M12 3l-2.5 2.5M12 3l2.5 2.5M12 21l-2.5-2.5M12 21l2.5-2.5M3 12l2.5-2.5M3 12l2.5 2.5M21 12l-2.5-2.5M21 12l-2.5 2.5',
);
export const BrushIcon = path(
  'M14.5 13.5l5-7.5a1.4 1.4 0 0 0-2.2-1.7l-6.3 6.7M11 11a3.5 3.5 0 0 1 3.5 2.5c.3 3.5-2.5 6-6.5 6-1.5 0-3-.4-4-1.2 1.8-.5 2.3-1.8 2.6-3.5C7 12.5 8.8 11 11 11z',
);
export const UndoIcon = path('M8 5L4 9l4 4M4.5 9H14a5.5 5.5 0 0 1 0 11h-4');
export const RedoIcon = path('M16 5l4 4-4 4M19.5 9H10a5.5 5.5 0 0 0 0 11h4');
export const MinusIcon = path('M5 12h14');
export const PrintIcon = path('M7 9V4h10v5M7 16H4.5v-7h15v7H17M7 13.5h10V20H7z');
export const ZipIcon = path('M5 8l1.5-3h11L19 8v11H5zM5 8h14M12 11.5v4m0 0l-2-2m2 2l2-2');
export const SheetIcon = path('M4 5h16v14H4zM7 8h3v3.5H7zM12.5 8h3v3.5h-3zM7 13h3v3.5H7zM12.5 13h3v3.5h-3z');
export const CutoutIcon = path(
  'M12 12.5a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7zM5.5 20a6.5 5 0 0 1 13 0M4 4v.01M8 4v.01M16 4v.01M20 4v.01M4 8v.01M20 8v.01M4 12v.01M20 12v.01',
);
export const PersonIcon = path('M12 12.5a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM5 20.5c.6-3.6 3.2-5.5 7-5.5s6.4 1.9 7 5.5');
export const GlobeIcon = path(
  'M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM3 12h18M12 3c2.6 2.6 3.6 5.6 3.6 9s-1 6.4-3.6 9c-2.6-2.6-3.6-5.6-3.6-9s1-6.4 3.6-9z',
);
export const LinkIcon = path('M10 14l4-4M8.5 11l-2 2a3.5 3.5 0 0 0 5 5l2-2M15.5 13l2-2a3.5 3.5 0 0 0-5-5l-2 2');
export const SunIcon = path(
  'M12 16a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM12 2.5V5m0 14v2.5M2.5 12H5m14 0h2.5M5.3 5.3L7 7m10 10l1.7 1.7M18.7 5.3L17 7M7 17l-1.7 1.7',
);
export const InfoIcon = path('M12 11v5m0-8.5v.010M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18z');

/** The logo: a cropped portrait between corner ticks. */
export function Mark() {
  return (
    <svg class="mark" viewBox="0 0 32 32" aria-hidden="true" focusable="false">
      <path class="mark-ticks" d="M7 1v4M1 7h4M25 1v4M31 7h-4M7 31v-4M1 25h4M25 31v-4M31 25h-4" />
      <rect class="mark-photo" x="7" y="7" width="18" height="18" rx="1.5" />
      <path
        class="mark-person"
        d="M16 18a3.7 4 0 1 0 0-8 3.7 4 0 0 0 0 8zM8.5 25c.600-3.6 3.5-5.3 7.5-5.3s6.9 1.7 7.5 5.3z"
      />
    </svg>
  );
}
