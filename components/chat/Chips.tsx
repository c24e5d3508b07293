import { X } from "../icons.tsx";
import { fillIn } from "@/lib/i18n/catalogue.ts";

/** What chips show and tell. */
export interface ChipsProps {
  /** What was picked, by value and name. */
  chosen: readonly { value: string; name: string }[];
  /** Accessible name of a chip, with `{what}`. */
  removeLabel: string;
  /** Told which one to take away. */
  onRemove: (value: string) => void;
}

/** What was picked of a list; pressing one takes it away. */
export function Chips({ chosen, removeLabel, onRemove }: ChipsProps) {
  if (chosen.length === 0) return null;
  return (
    <ul class="chips">
      {chosen.map(({ value, name }) => (
        <li key={value}>
          <button
            type="button"
            class="chip"
            aria-label={fillIn(removeLabel, { what: name })}
            onClick={() => onRemove(value)}
          >
            {name}
            <X size={16} aria-hidden="true" />
          </button>
        </li>
      ))}
    </ul>
  );
}
