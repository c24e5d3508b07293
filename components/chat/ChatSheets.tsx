/**
 * What lies over the chat page, at most one at a time.
 *
 * @module
 */

import type { Signal } from "@preact/signals";
import type { ChatMessages } from "@/lib/i18n/catalogue.ts";
import { AdultGate } from "./AdultGate.tsx";
import { FilterPanel } from "./FilterPanel.tsx";
import type { AgeCheck } from "./gate.ts";
import { HelpSheet } from "./HelpSheet.tsx";
import { SettingsSheet } from "./SettingsSheet.tsx";
import type { Wishes } from "./wishes.ts";

/** Names what may lie over the page. */
export type SheetName = "filters" | "settings" | "help" | "gate";

/** What the sheets need. */
export interface ChatSheetsProps {
  /** Which one is open. */
  sheet: Signal<SheetName | null>;
  /** What filters and settings change. */
  wishes: Wishes;
  /** The visitor's own picture and sound, to show levels. */
  stream: MediaStream | null;
  /** Whether the platform tells where visitors are. */
  knowsCountry: boolean;
  /** Whether the site has relays. */
  hasRelays: boolean;
  /** What the gate asks for. */
  ageCheck: AgeCheck;
  /** Language of the page. */
  locale: string;
  /** Texts in that language. */
  messages: ChatMessages;
  /** Told when the filters are closed: they count from now on. */
  onFilters: () => void;
  /** Told that the visitor gave their word. */
  onPass: () => void;
}

/** All sheets; each shows itself while it is open. */
export function ChatSheets(props: ChatSheetsProps) {
  const { sheet, wishes, messages } = props;
  const close = (name: SheetName) => {
    if (sheet.value !== name) return;
    sheet.value = null;
    if (name === "filters") props.onFilters();
  };
  return (
    <>
      <FilterPanel
        isOpen={sheet.value === "filters"}
        filters={wishes.filters.value}
        knowsCountry={props.knowsCountry}
        locale={props.locale}
        messages={messages}
        onChange={wishes.changeFilters}
        onClose={() => close("filters")}
      />
      <SettingsSheet
        isOpen={sheet.value === "settings"}
        preferences={wishes.preferences.value}
        stream={props.stream}
        hasRelays={props.hasRelays}
        messages={messages}
        onChange={wishes.changePreferences}
        onHelp={() => sheet.value = "help"}
        onClose={() => close("settings")}
      />
      <HelpSheet
        isOpen={sheet.value === "help"}
        messages={messages}
        onClose={() => close("help")}
      />
      <AdultGate
        isOpen={sheet.value === "gate"}
        ageCheck={props.ageCheck}
        messages={messages.gate}
        onPass={props.onPass}
        onClose={() => close("gate")}
      />
    </>
  );
}
