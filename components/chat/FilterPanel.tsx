/**
 * Whom a visitor is and wants to meet, as a sheet over the page.
 *
 * @module
 */

import type { Gender } from "@/lib/protocol/profile.ts";
import { type Filters } from "@/lib/call/filters.ts";
import { CountryChoices } from "./CountryChoices.tsx";
import { InterestChoices } from "./InterestChoices.tsx";
import { Sheet } from "./Sheet.tsx";
import type { ChatMessages } from "@/lib/i18n/catalogue.ts";

/** What the panel shows and tells. */
export interface FilterPanelProps {
  /** Whether the panel is open. */
  isOpen: boolean;
  /** The wishes as they are. */
  filters: Filters;
  /** Whether the platform tells where visitors are. */
  knowsCountry: boolean;
  /** Language of country names. */
  locale: string;
  /** Texts of the chat page. */
  messages: ChatMessages;
  /** Told of every change. */
  onChange: (filters: Filters) => void;
  /** Told when the panel closes, in whatever way. */
  onClose: () => void;
}

/** The sheet with the wishes. */
export function FilterPanel(props: FilterPanelProps) {
  const { isOpen, filters, messages: { filters: texts }, onChange, onClose } =
    props;
  const meets = filters.meetGenders[0] ?? "all";
  return (
    <Sheet
      isOpen={isOpen}
      title={texts.title}
      testId="filter-panel"
      onClose={onClose}
    >
      <Choice
        legend={texts.iAm}
        name="gender"
        value={filters.gender}
        options={[["m", texts.man], ["f", texts.woman], ["u", texts.notSaid]]}
        onPick={(gender) => onChange({ ...filters, gender: gender as Gender })}
      />
      <Choice
        legend={texts.meet}
        name="meet"
        value={meets}
        options={[["all", texts.everyone], ["f", texts.women], [
          "m",
          texts.men,
        ]]}
        onPick={(gender) =>
          onChange({
            ...filters,
            meetGenders: gender === "all" ? [] : [gender as Gender],
          })}
      />
      {isOpen && <CountryChoices {...props} />}
      {isOpen && <InterestChoices {...props} />}
      <p class="sheet-note">{texts.note}</p>
      <button type="submit" class="button button-primary" data-testid="done">
        {texts.done}
      </button>
    </Sheet>
  );
}

interface ChoiceProps {
  legend: string;
  name: string;
  value: string;
  options: [value: string, label: string][];
  onPick: (value: string) => void;
}

function Choice({ legend, name, value, options, onPick }: ChoiceProps) {
  return (
    <fieldset class="choice">
      <legend>{legend}</legend>
      <div class="segments">
        {options.map(([option, label]) => (
          <label key={option}>
            <input
              type="radio"
              name={name}
              value={option}
              checked={option === value}
              onChange={() => onPick(option)}
            />
            <span>{label}</span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
