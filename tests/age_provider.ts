/**
 * A stand-in for a provider of age assurance.
 *
 * @module
 */

import { SignJWT } from "jose";

/** The key it shares with the site. */
export const AGE_SECRET = "test-age-secret-0123456789-0123456789";

/** What its token says. */
export interface AgeClaims {
  /** The state it was asked with. */
  state: string;
  /** Whether the visitor is an adult. */
  isAdult?: boolean;
  /** When it was signed, Unix milliseconds. */
  now: number;
  /** How long it is good for, seconds. */
  lifeSeconds?: number;
  /** What it is signed with. */
  secret?: string;
}

/** Signs what the provider found out. */
export async function signAge(
  { state, isAdult = true, now, lifeSeconds = 300, secret = AGE_SECRET }:
    AgeClaims,
): Promise<string> {
  return await new SignJWT({ age_over_18: isAdult })
    .setProtectedHeader({ alg: "HS256" })
    .setSubject(state)
    .setExpirationTime(Math.floor(now / 1_000) + lifeSeconds)
    .sign(new TextEncoder().encode(secret));
}

/** Runs a provider that finds everybody an adult, or nobody. */
export function serveAgeProvider(isAdult: () => boolean): {
  url: string;
  server: Deno.HttpServer<Deno.NetAddr>;
} {
  const options = { port: 0, hostname: "127.0.0.1", onListen() {} };
  const server = Deno.serve(options, async (request) => {
    const { searchParams } = new URL(request.url);
    const back = new URL(searchParams.get("return_to")!);
    const state = searchParams.get("state")!;
    const claims = { state, isAdult: isAdult(), now: Date.now() };
    back.searchParams.set("state", state);
    back.searchParams.set("token", await signAge(claims));
    return Response.redirect(back, 303);
  });
  return { server, url: `http://127.0.0.1:${server.addr.port}/check` };
}
