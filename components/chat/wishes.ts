/**
 * What the visitor wishes: whom to meet, which devices, how it looks. Kept in
 * the browser for the next visit.
 *
 * @module
 */

import { type Signal, useSignal } from "@preact/signals";
import {
  DEFAULT_FILTERS,
  type Filters,
  parseFilters,
  relaxed,
} from "@/lib/call/filters.ts";
import { keep, KEPT, readKept } from "@/lib/call/kept.ts";
import { ANY_DEVICE, type DeviceChoice } from "@/lib/call/media/media.ts";
import {
  DEFAULT_PREFERENCES,
  parsePreferences,
  type Preferences,
} from "@/lib/call/preferences.ts";
import type { CallSession } from "@/lib/call/session.ts";

/** The wishes, and what changes them. */
export interface Wishes {
  /** Whom to meet. */
  readonly filters: Signal<Filters>;
  /** Devices, and how the page looks. */
  readonly preferences: Signal<Preferences>;
  /** Which way a phone's camera looks. */
  readonly facing: Signal<DeviceChoice["facing"]>;
  /** Reads what was kept. */
  restore(): void;
  /** Hands the wishes to a visit that begins. */
  apply(session: CallSession): void;
  /** The devices to open. */
  deviceChoice(): DeviceChoice;
  /** Changes the filters; they count when their panel closes. */
  changeFilters(next: Filters): void;
  /** Drops all filters as long as the page lasts: the kept ones come back. */
  relax(): void;
  /** Changes preferences, at once. */
  changePreferences(change: Partial<Preferences>): void;
  /** Turns to the phone's other camera. */
  switchCamera(): void;
}

/**
 * Begins with the wishes of somebody who has none.
 *
 * @param hasRelays Whether the site has relays, without which no address can be
 * hidden.
 */
export function useWishes(
  session: () => CallSession | null,
  hasRelays: boolean,
): Wishes {
  const filters = useSignal<Filters>(DEFAULT_FILTERS);
  const preferences = useSignal<Preferences>(DEFAULT_PREFERENCES);
  const facing = useSignal(ANY_DEVICE.facing);
  function changePreferences(change: Partial<Preferences>) {
    preferences.value = { ...preferences.value, ...change };
    keep(KEPT.preferences, JSON.stringify(preferences.value));
    const { isAutoNext, isAddressHidden } = change;
    if (isAutoNext !== undefined) session()?.setAutoNext(isAutoNext);
    if (isAddressHidden !== undefined) session()?.hideAddress(isAddressHidden);
    if ("cameraId" in change) void session()?.reopenDevice("video");
    if ("microphoneId" in change) void session()?.reopenDevice("audio");
  }
  return {
    filters,
    preferences,
    facing,
    restore() {
      filters.value = parseFilters(readKept(KEPT.filters));
      preferences.value = parsePreferences(readKept(KEPT.preferences));
    },
    apply(own) {
      own.setFilters(filters.value);
      own.setAutoNext(preferences.value.isAutoNext);
      // Kept from when the site had relays, it would keep everybody out.
      own.hideAddress(hasRelays && preferences.value.isAddressHidden);
    },
    deviceChoice: () => ({ ...preferences.peek(), facing: facing.peek() }),
    changeFilters(next) {
      filters.value = next;
      keep(KEPT.filters, JSON.stringify(next));
    },
    relax() {
      filters.value = relaxed(filters.value);
      session()?.setFilters(filters.value);
    },
    changePreferences,
    switchCamera() {
      facing.value = facing.value === "user" ? "environment" : "user";
      changePreferences({ cameraId: "" });
    },
  };
}
