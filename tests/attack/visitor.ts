/**
 * A normal visitor, whose waiting shows what an attack does to others.
 *
 * @module
 */

import { shoot } from "./target.ts";

/** An address of the documentation range, where no attack comes from. */
const ADDRESS = "203.0.113.77";

/** Pause between two visits: more would be over a visitor's own limits. */
const PAUSE_MS = 450;

/** What a visitor went through. */
export interface Visit {
  /** How long each answer took, milliseconds. */
  waitsMs: number[];
  /** Requests that were not answered as a visitor may expect. */
  disappointments: number;
}

/** Goes on visiting until it is told to stop. */
export async function visit(target: URL, stop: AbortSignal): Promise<Visit> {
  const visit: Visit = { waitsMs: [], disappointments: 0 };
  let cookie = "";
  const step = async (method: string, path: string, body?: string) => {
    const headers = { cookie, "x-forwarded-for": ADDRESS };
    const startedAt = performance.now();
    const hit = await shoot(target, {
      method,
      path,
      headers,
      ...(body !== undefined && { body }),
    });
    visit.waitsMs.push(performance.now() - startedAt);
    if (hit === null || hit.status >= 400) visit.disappointments++;
    cookie = hit?.cookie ?? cookie;
  };
  do {
    await step("GET", "/chat");
    await step("GET", "/api/anon/init");
    await step("GET", "/api/rtc/ice-servers");
    // Nobody fits, so that no attacker is met.
    const wish = { filterGenders: "u", filterCountries: "AQ", country: "AQ" };
    await step("POST", "/api/rtc/enqueue", JSON.stringify(wish));
    await step("POST", "/api/rtc/matchmake", "");
    await step("POST", "/api/rtc/leave", "");
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
  } while (!stop.aborted);
  return visit;
}
