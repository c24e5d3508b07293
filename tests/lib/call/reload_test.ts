import { deepEqual, equal } from "node:assert/strict";
import {
  type LeftCall,
  REJOIN_MS,
  takeLeftCall,
  watchReload,
} from "@/lib/call/reload.ts";
import {
  LOADING_COOKIE,
  LOADING_COOKIE_SECONDS,
} from "@/lib/protocol/loading_cookie.ts";

/** A tab's storage and cookies. */
function tab() {
  const kept = new Map<string, string>();
  const written: string[] = [];
  const storage = {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
    removeItem: (key: string) => void kept.delete(key),
  };
  let cookie = `lang=ar; ${LOADING_COOKIE}=1`;
  const document = {
    get cookie() {
      return cookie;
    },
    set cookie(value: string) {
      written.push(value);
      cookie = "lang=ar";
    },
  };
  const setCookie = (value: string) => void (cookie = value);
  return { document, storage, written, kept, setCookie };
}

const left: LeftCall = {
  match: { pairId: "p1", role: "callee" },
  gen: 3,
  leftAtMs: 1_000,
};

Deno.test("watchReload() knows a reload from what came before the page", () => {
  const { document, storage, written, setCookie } = tab();
  const reload = watchReload({ document, storage });
  deepEqual(written, [`${LOADING_COOKIE}=; Path=/; Max-Age=0`]);
  equal(reload.isUnderWay(), false);
  setCookie(`lang=ar; ${LOADING_COOKIE}=1`);
  equal(reload.isUnderWay(), true);
  setCookie(`not-${LOADING_COOKIE}=1; lang=ar`);
  equal(reload.isUnderWay(), false);
});

Deno.test("takeLeftCall() takes a call up once", () => {
  const ports = tab();
  watchReload(ports).leave(left);
  deepEqual(takeLeftCall(ports.storage, left.leftAtMs + REJOIN_MS), left);
  equal(takeLeftCall(ports.storage, left.leftAtMs), null);
});

for (
  const [what, text, nowMs] of [
    ["too old", JSON.stringify(left), left.leftAtMs + REJOIN_MS + 1],
    ["of the future", JSON.stringify(left), left.leftAtMs - 1],
    ["no JSON", "{", left.leftAtMs],
    ["of another shape", `{"match":{"pairId":""},"gen":-1}`, left.leftAtMs],
  ] as const
) {
  Deno.test(`takeLeftCall() leaves a note aside that is ${what}`, () => {
    const { storage, kept } = tab();
    kept.set("parley.call", text);
    equal(takeLeftCall(storage, nowMs), null);
    equal(kept.size, 0);
  });
}

Deno.test("the cookie of a reload does not outlive its use for long", () => {
  equal(LOADING_COOKIE_SECONDS * 1_000 < REJOIN_MS, true);
});
