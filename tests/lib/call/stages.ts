/**
 * Visits that have come to a certain point.
 *
 * @module
 */

import type { Role } from "@/lib/protocol/role.ts";
import { equal } from "node:assert/strict";
import { type FakeAnswers, settle } from "./fakes.ts";
import { visit } from "./visit.ts";

/** A visit that waits for a partner. */
export async function waiting(answers: Partial<FakeAnswers> = {}) {
  const v = visit(answers);
  v.session.start();
  await settle();
  equal(v.state.name, "waiting");
  return v;
}

/** A visit that was given a partner. */
export async function paired(role: Role = "caller") {
  const v = await waiting();
  await v.emit({ type: "matched", match: { pairId: "p1", role } });
  equal(v.state.name, "connecting");
  return v;
}

/** A visit in a call. */
export async function live(role: Role = "caller") {
  const v = await paired(role);
  v.connection.become("connected");
  await settle();
  equal(v.state.name, "live");
  return v;
}
