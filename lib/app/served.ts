/**
 * Where this site is not offered.
 *
 * @module
 */

import type { Context } from "fresh";
import { platformCountry } from "@/lib/http/client_info.ts";
import type { State } from "./define.ts";

/**
 * Says whether the site is offered where a visitor is. Where no platform tells
 * the country it is: what a visitor says themselves keeps nobody out.
 */
export function isServed(
  ctx: Pick<Context<State>, "req" | "url" | "info" | "state">,
): boolean {
  const { countriesNotServed } = ctx.state.services.config;
  return !countriesNotServed.has(platformCountry(ctx));
}
