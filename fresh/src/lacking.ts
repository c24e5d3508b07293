/**
 * Exports of Fresh that this package has in name only, so that an app that
 * uses them is told in a sentence and not by a failure to link.
 *
 * @module
 */
import { missing } from "./missing.ts";

/**
 * Is not part of this Fresh, and says so.
 *
 * @deprecated It only throws.
 */
export function cors(): never {
  return missing("cors()");
}

/**
 * Is not part of this Fresh, and says so.
 *
 * @deprecated It only throws.
 */
export function ipFilter(): never {
  return missing("ipFilter()");
}

/**
 * Is not part of this Fresh, and says so.
 *
 * @deprecated It only throws.
 */
export function trailingSlashes(): never {
  return missing("trailingSlashes()");
}
