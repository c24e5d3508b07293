/** Two people in two windows, and the line between them. */
export function HeroPicture({ label }: { label: string }) {
  return (
    <svg
      class="hero-picture"
      viewBox="0 0 520 460"
      role="img"
      aria-label={label}
    >
      <defs>
        <clipPath id="tile-far">
          <rect x="150" y="20" width="340" height="300" rx="36" />
        </clipPath>
        <clipPath id="tile-near">
          <rect x="30" y="220" width="230" height="210" rx="32" />
        </clipPath>
      </defs>
      <g clip-path="url(#tile-far)">
        <rect class="hero-far" x="150" y="20" width="340" height="300" />
        <circle class="hero-sun" cx="420" cy="90" r="120" />
        <path
          class="hero-coat-far"
          d="M205 330c4-74 52-110 115-110s111 36 115 110Z"
        />
        <path class="hero-neck-far" d="M293 190h54v44a27 27 0 0 1-54 0Z" />
        <path
          class="hero-hair-far"
          d="M246 152c-8-66 30-104 74-104s82 38 74 104c-4 34-14 52-22 62H268c-8-10-18-28-22-62Z"
        />
        <ellipse class="hero-face-far" cx="320" cy="146" rx="50" ry="60" />
        <path
          class="hero-hair-far"
          d="M268 132c2-40 24-58 52-58s50 18 52 58c-18-4-30-14-38-28-14 18-36 28-66 28Z"
        />
        <path class="hero-line" d="M300 170q20 16 40 0" />
        <path class="hero-line" d="M298 142v4M342 142v4" />
      </g>
      <g clip-path="url(#tile-near)">
        <rect class="hero-near" x="30" y="220" width="230" height="210" />
        <path
          class="hero-coat-near"
          d="M62 440c2-56 38-82 84-82s82 26 84 82Z"
        />
        <path class="hero-neck-near" d="M126 338h40v32a20 20 0 0 1-40 0Z" />
        <ellipse class="hero-face-near" cx="146" cy="312" rx="38" ry="44" />
        <path
          class="hero-hair-near"
          d="M104 306c-4-40 18-58 42-58s46 18 42 58c-6-10-10-18-12-26-18 6-40 6-58 0-4 8-8 16-14 26Z"
        />
        <path
          class="hero-beard"
          d="M109 318c4 30 20 42 37 42s33-12 37-42c-10 14-22 18-37 18s-27-4-37-18Z"
        />
        <path class="hero-line" d="M130 304v4M162 304v4" />
      </g>
      <rect
        class="hero-frame"
        x="30"
        y="220"
        width="230"
        height="210"
        rx="32"
      />
      <g class="hero-talk">
        <rect x="372" y="292" width="118" height="64" rx="32" />
        <circle cx="407" cy="324" r="6" />
        <circle cx="431" cy="324" r="6" />
        <circle cx="455" cy="324" r="6" />
      </g>
    </svg>
  );
}
