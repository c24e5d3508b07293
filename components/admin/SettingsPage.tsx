/**
 * The frame of everything under settings: which part one is in.
 *
 * @module
 */

import type { ComponentChildren } from "preact";
import { DeskHead } from "./DeskHead.tsx";
import { DeskPage } from "./DeskPage.tsx";

/** The parts of settings, in order. */
export const SETTINGS_PLACES = {
  thresholds: { path: "/admin/settings", name: "Thresholds" },
  turnPrice: { path: "/admin/settings/turn-price", name: "Relay price" },
  retention: { path: "/admin/settings/retention", name: "Retention" },
  export: { path: "/admin/settings/export", name: "Export" },
  deletion: { path: "/admin/settings/deletion", name: "Data deletion" },
  passkeys: { path: "/admin/settings/passkeys", name: "Passkeys" },
  sessions: { path: "/admin/sessions", name: "Sessions" },
  audit: { path: "/admin/audit", name: "Audit log" },
} as const;

/** A part of settings. */
export type SettingsPlace = keyof typeof SETTINGS_PLACES;

/** What a part is made of. */
export interface SettingsPageProps {
  /** Which one it is. */
  current: SettingsPlace;
  /** What can be done at its head. */
  actions?: ComponentChildren;
  /** The part itself. */
  children: ComponentChildren;
}

/** Puts a part into the frame. */
export function SettingsPage(
  { current, actions, children }: SettingsPageProps,
) {
  return (
    <DeskPage
      title={SETTINGS_PLACES[current].name}
      current="settings"
      styles={["desk_forms.css", "desk_settings.css"]}
    >
      <DeskHead title="Settings">{actions}</DeskHead>
      <nav aria-label="Parts of settings" class="tabs">
        {Object.entries(SETTINGS_PLACES).map(([place, { path, name }]) => (
          <a
            key={place}
            href={path}
            aria-current={place === current ? "page" : "false"}
          >
            {name}
          </a>
        ))}
      </nav>
      {children}
    </DeskPage>
  );
}
