/**
 * The shape of the texts of the check page.
 *
 * @module
 */

import type {
  CheckId,
  CheckProblem,
  CheckResult,
  Verdict,
} from "@/lib/protocol/check_reasons.ts";
import type { Notice } from "../catalogue.ts";

/** One language's texts; handed to the page's island whole. */
export type CheckMessages = {
  readonly pageTitle: string;
  readonly title: string;
  readonly lead: string;
  /** What does not leave the browser. */
  readonly promise: string;
  /** Where scripts are turned off. */
  readonly needsScript: string;
  readonly start: string;
  readonly again: string;
  readonly stop: string;
  readonly toChat: string;
  /** Accessible name of the list. */
  readonly list: string;
  readonly picture: string;
  readonly meter: string;
  /** What each check is called, and what it says when all is well. */
  readonly checks: Readonly<
    Record<CheckId, { readonly name: string; readonly ok: string }>
  >;
  /** `{ms}` is a number of milliseconds. */
  readonly took: string;
  readonly statuses: Readonly<Record<CheckResult["status"], string>>;
  /** What is wrong, and what to try. */
  readonly problems: Readonly<Record<CheckProblem, Notice>>;
  readonly verdicts: Readonly<Record<Verdict, Notice>>;
};
