/**
 * Getting in: the password, and where one was added a passkey beside it.
 *
 * @module
 */

import type { SecondStep } from "@/lib/admin/second_factor.ts";
import { clientOwner, isHttps } from "@/lib/http/client_info.ts";
import { readForm } from "@/lib/http/input.ts";
import { parseJson } from "@/lib/protocol/json.ts";
import type { ApiContext } from "./api_route.ts";
import { placeBehindTheDoor, PRIVATE_HEADERS } from "./desk_route.ts";
import { siteOf } from "./site_of.ts";

/** Roomy enough for what an authenticator says. */
const LIMIT_BYTES = 8 * 1024;

/** What the door shows. */
export interface DoorData {
  /** Why the last try failed; `null` before the first. */
  problem: string | null;
  /** Path of the page that was asked for. */
  to: string;
  /** The second step; `null`: the password is asked for. */
  step: SecondStep | null;
}

/** The door again, and with which status. */
export interface DoorAnswer {
  /** What it shows. */
  data: DoorData;
  /** Status and headers. */
  init: { status: number; headers: Record<string, string> };
}

/** Tries what was typed; a response where it was right. */
export async function enter(ctx: ApiContext): Promise<Response | DoorAnswer> {
  const form = await readForm(ctx.req, { limitBytes: LIMIT_BYTES });
  const to = placeBehindTheDoor(form.get("to"));
  const { adminDoor } = ctx.state.services;
  const [address, site] = [clientOwner(ctx), siteOf(ctx)];
  const ticket = form.get("ticket");
  if (ticket === null) {
    const password = form.get("password") ?? "";
    const guess = await adminDoor.trySignIn(password, address, site);
    if (!guess.isRight) {
      return refuse(guess.waitSeconds, to, {
        problem: "That is not the password.",
        step: null,
      });
    }
    return guess.token === null
      ? door({ problem: null, to, step: guess.step }, 200)
      : open(ctx, guess.token, to);
  }
  const code = form.get("code")?.trim();
  const guess = await adminDoor.trySecond(
    {
      ticket,
      passkey: parseJson(form.get("passkey") ?? ""),
      code: code === "" ? undefined : code,
    },
    address,
    site,
  );
  if (guess.isRight) return open(ctx, guess.token, to);
  return refuse(guess.waitSeconds, to, {
    problem: guess.step === null
      ? "That took too long. Begin with the password."
      : "That did not open the door.",
    step: guess.step,
  });
}

function open(ctx: ApiContext, token: string, location: string): Response {
  const { adminDoor: { cookie }, now } = ctx.state.services;
  const value = cookie.write(token, { now: now(), isSecure: isHttps(ctx) });
  const headers = { ...PRIVATE_HEADERS, location, "set-cookie": value };
  return new Response(null, { status: 303, headers });
}

function refuse(
  waitSeconds: number,
  to: string,
  { problem, step }: Pick<DoorData, "problem" | "step">,
): DoorAnswer {
  if (waitSeconds === 0) return door({ problem, to, step }, 401);
  const wait = `Too many tries. Wait ${minutes(waitSeconds)}.`;
  return door({ problem: wait, to, step: null }, 429, {
    "retry-after": String(waitSeconds),
  });
}

function door(
  data: DoorData,
  status: number,
  more: Record<string, string> = {},
): DoorAnswer {
  return { data, init: { status, headers: { ...PRIVATE_HEADERS, ...more } } };
}

function minutes(seconds: number): string {
  const count = Math.ceil(seconds / 60);
  return count === 1 ? "a minute" : `${count} minutes`;
}
