/**
 * Where a visitor is and whom they want to meet from where.
 *
 * @module
 */

import { useMemo } from "preact/hooks";
import { listCountries } from "@/lib/call/countries.ts";
import { MAX_COUNTRIES } from "@/lib/protocol/limits.ts";
import { Chips } from "./Chips.tsx";
import type { FilterPanelProps } from "./FilterPanel.tsx";

/** The visitor's own country, where nobody else tells it, and those to meet. */
export function CountryChoices(props: FilterPanelProps) {
  const { filters, knowsCountry, locale, messages, onChange } = props;
  const texts = messages.filters;
  const countries = useMemo(() => listCountries(locale), [locale]);
  const meet = (meetCountries: readonly string[]) =>
    onChange({ ...filters, meetCountries });
  // Without one's own, a wish for countries would fit nobody on such a site.
  const mayPick = knowsCountry || filters.country !== "";
  return (
    <>
      {!knowsCountry && (
        <div class="choice">
          <label class="choice-label" for="own-country">{texts.iAmIn}</label>
          <select
            id="own-country"
            data-testid="own-country"
            value={filters.country}
            onChange={({ currentTarget: { value: country } }) =>
              onChange({
                ...filters,
                country,
                ...(country === "" && { meetCountries: [] }),
              })}
          >
            <option value="">{texts.notSaid}</option>
            {countries.map(({ code, name }) => (
              <option
                key={code}
                value={code}
                selected={code === filters.country}
              >
                {name}
              </option>
            ))}
          </select>
        </div>
      )}
      {mayPick && (
        <div class="choice">
          <label class="choice-label" for="add-country">{texts.from}</label>
          <Chips
            chosen={countries
              .filter(({ code }) => filters.meetCountries.includes(code))
              .map(({ code, name }) => ({ value: code, name }))}
            removeLabel={texts.remove}
            onRemove={(code) =>
              meet(filters.meetCountries.filter((other) => other !== code))}
          />
          <select
            id="add-country"
            data-testid="add-country"
            value=""
            disabled={filters.meetCountries.length >= MAX_COUNTRIES}
            onChange={({ currentTarget }) => {
              const { value } = currentTarget;
              currentTarget.value = "";
              if (value) meet([...filters.meetCountries, value]);
            }}
          >
            <option value="">
              {filters.meetCountries.length === 0
                ? texts.anywhere
                : texts.addCountry}
            </option>
            {countries
              .filter(({ code }) => !filters.meetCountries.includes(code))
              .map(({ code, name }) => (
                <option key={code} value={code}>{name}</option>
              ))}
          </select>
        </div>
      )}
    </>
  );
}
