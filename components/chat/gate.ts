/**
 * The gate before the first call: the visitor's word that they are an adult, or
 * that of a provider who assures it.
 *
 * @module
 */

import { useSignal } from "@preact/signals";
import type { BrowserPage } from "@/lib/call/browser_page.ts";
import { keep, KEPT, readKept, TERMS_VERSION } from "@/lib/call/kept.ts";

/**
 * Where the visitor shows first that they are an adult, and whether they came
 * back without that; `null` where it is known or not asked.
 */
export type AgeCheck = { url: string; isUnknown: boolean } | null;

/** What waits behind the gate. */
export type GateWish = "start" | "preview";

/** The gate, as it is passed. */
export interface Gate {
  /** Does what is wished, or asks for the visitor's word first. */
  ask(wish: GateWish): void;
  /** Takes the visitor's word, and goes on. */
  pass(): void;
}

/** What the gate needs. */
export interface GateOptions {
  /** See {@link AgeCheck}. */
  ageCheck: AgeCheck;
  /** What does what is wished. */
  page: () => BrowserPage | null;
  /** Opens and closes what asks. */
  show: (isOpen: boolean) => void;
}

/** Begins with nothing wished. */
export function useGate({ ageCheck, page, show }: GateOptions): Gate {
  const wished = useSignal<GateWish>("start");
  function follow() {
    if (wished.value === "start") page()?.outage.start();
    else page()?.askPreview();
  }
  return {
    ask(wish) {
      wished.value = wish;
      if (hasGivenWord() && ageCheck === null) follow();
      else show(true);
    },
    pass() {
      show(false);
      keep(KEPT.adult, TERMS_VERSION);
      if (ageCheck === null) follow();
      else location.assign(ageCheck.url);
    },
  };
}

/** Says whether the visitor gave their word to the terms of now. */
export function hasGivenWord(): boolean {
  return readKept(KEPT.adult) === TERMS_VERSION;
}
