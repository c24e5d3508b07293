/**
 * Whether the page's script is running yet.
 *
 * @module
 */

import { type ReadonlySignal, useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";

/**
 * Tells when a press begins to do something: what only the script understands
 * is disabled until then, or a press would be lost.
 */
export function useIsAlive(): ReadonlySignal<boolean> {
  const isAlive = useSignal(false);
  useEffect(() => void (isAlive.value = true), []);
  return isAlive;
}
