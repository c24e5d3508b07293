/**
 * Who may chat where the age of visitors is assured.
 *
 * @module
 */

import type { Context } from "fresh";
import { ApiError } from "@/lib/protocol/errors.ts";
import type { State } from "./define.ts";

/** Where a visitor's way to the provider begins. */
export const AGE_PATH = "/age";

/** Says whether a visitor has yet to show that they are an adult. */
export function needsAgeAssurance(
  { req, state }: Pick<Context<State>, "req" | "state">,
): boolean {
  const { ageAssurance, now } = state.services;
  if (ageAssurance === null) return false;
  const cookies = req.headers.get("cookie");
  return !ageAssurance.isAdult(state.anonId, cookies, now());
}

/**
 * Lets those through who may chat.
 *
 * @throws {ApiError} `adult-required` to anybody else.
 */
export function requireAdult(
  ctx: Pick<Context<State>, "req" | "state">,
): void {
  if (!needsAgeAssurance(ctx)) return;
  throw new ApiError("adult-required", `see ${AGE_PATH}`);
}
