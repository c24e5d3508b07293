/**
 * What a visitor likes to talk about, and in which language.
 *
 * @module
 */

import { useMemo, useRef } from "preact/hooks";
import { MAX_OWN_INTERESTS, withInterest } from "@/lib/call/filters.ts";
import { listLanguages } from "@/lib/call/languages.ts";
import { MAX_INTEREST_CHARS } from "@/lib/protocol/limits.ts";
import { Chips } from "./Chips.tsx";
import type { FilterPanelProps } from "./FilterPanel.tsx";

/** Wishes that decide who comes first, and keep nobody away. */
export function InterestChoices(props: FilterPanelProps) {
  const { filters, locale, messages: { filters: texts }, onChange } = props;
  const field = useRef<HTMLInputElement>(null);
  const languages = useMemo(() => listLanguages(locale), [locale]);
  const { interests } = filters;

  function add() {
    const { current } = field;
    if (current === null) return;
    const next = withInterest(interests, current.value);
    if (next !== interests) onChange({ ...filters, interests: next });
    current.value = "";
    current.focus();
  }

  return (
    <>
      <div class="choice">
        <label class="choice-label" for="interest">{texts.interests}</label>
        <Chips
          chosen={interests.map((topic) => ({ value: topic, name: topic }))}
          removeLabel={texts.remove}
          onRemove={(topic) =>
            onChange({
              ...filters,
              interests: interests.filter((other) => other !== topic),
            })}
        />
        {interests.length < MAX_OWN_INTERESTS && (
          <div class="field-row">
            <input
              ref={field}
              id="interest"
              data-testid="interest"
              type="text"
              maxLength={MAX_INTEREST_CHARS}
              aria-describedby="interest-hint"
              enterkeyhint="done"
              autocomplete="off"
              onKeyDown={(event) => {
                if (event.key !== "Enter" || event.isComposing) return;
                // It would send the form off, and close the sheet.
                event.preventDefault();
                add();
              }}
            />
            <button type="button" class="button button-quiet" onClick={add}>
              {texts.add}
            </button>
          </div>
        )}
        <p id="interest-hint" class="sheet-note">{texts.interestsHint}</p>
      </div>
      <div class="choice">
        <label class="choice-label" for="language">{texts.language}</label>
        <select
          id="language"
          data-testid="language"
          value={filters.language}
          onChange={({ currentTarget: { value: language } }) =>
            onChange({ ...filters, language })}
        >
          <option value="">{texts.notSaidLanguage}</option>
          {languages.map(({ code, name }) => (
            <option
              key={code}
              value={code}
              selected={code === filters.language}
            >
              {name}
            </option>
          ))}
        </select>
      </div>
    </>
  );
}
