/** The outline that a face should fill, with crown, eye and chin lines. The start page and the camera dialog show it. */

export function FaceOutline() {
  return (
    <svg class="outline" viewBox="0 0 300 375" aria-hidden="true" focusable="false">
      <path
        class="outline-ticks"
        d="M10 0v14M0 10h14M290 0v14M300 10h-14M10 375v-14M0 365h14M290 375v-14M300 365h-14"
      />
      <path class="outline-lines" d="M40 58h220M40 160h220M40 272h220" />
      <path
        class="outline-face"
        d="M150 58c-52 0-84 38-84 96 0 34 9 62 26 84 16 21 36 34 58 34s42-13 58-34c17-22 26-50 26-84 0-58-32-96-84-96z"
      />
      <path
        class="outline-face"
        d="M18 366c6-50 34-62 78-74 10-3 16-9 16-18v-18m76 0v18c0 9 6 15 16 18 44 12 72 24 78 74"
      />
    </svg>
  );
}
