/**
 * A few choices beside each other, of which one holds.
 *
 * @module
 */

/** One choice. */
export interface Segment {
  /** What it says. */
  name: string;
  /** Where it leads. */
  href: string;
  /** Whether it holds. */
  isChosen: boolean;
}

/** What is chosen from. */
export interface SegmentsProps {
  /** What the choice is about, for who does not see it. */
  label: string;
  /** The choices. */
  segments: readonly Segment[];
}

/** The choices, as links: a page that is chosen can be shared. */
export function Segments({ label, segments }: SegmentsProps) {
  return (
    <nav aria-label={label} class="segments">
      {segments.map(({ name, href, isChosen }) => (
        <a key={name} href={href} aria-current={isChosen ? "true" : "false"}>
          {name}
        </a>
      ))}
    </nav>
  );
}
