/**
 * The walk of two visitors through the HTTP contract, step by step.
 *
 * @module
 */

import { setTimeout as delay } from "node:timers/promises";

/** One thing that was asked and what came of it. */
export interface Step {
  /** What was asked. */
  name: string;
  /** What the contract says. */
  expected: string;
  /** What the deployment said. */
  actual: string;
}

/** How often a waiting visitor asks for a partner, and for how long. */
const POLL_MS = 300;
const MAX_POLLS = 20;

interface Answer {
  status: number;
  // deno-lint-ignore no-explicit-any -- bodies of every shape pass through
  body: any;
}

/** A cookie jar of one visitor. */
class Visitor {
  readonly #baseUrl: string;
  #cookie = "";

  constructor(baseUrl: string) {
    this.#baseUrl = baseUrl;
  }

  async ask(
    method: "GET" | "POST",
    path: string,
    value?: unknown,
  ): Promise<Answer> {
    const response = await fetch(this.#baseUrl + path, {
      method,
      redirect: "manual",
      headers: {
        ...(this.#cookie ? { cookie: this.#cookie } : {}),
        ...(value === undefined ? {} : { "content-type": "application/json" }),
      },
      ...(value === undefined ? {} : { body: JSON.stringify(value) }),
    });
    const cookie = response.headers.get("set-cookie");
    if (cookie !== null) this.#cookie = cookie.split(";")[0]!;
    const text = await response.text();
    return { status: response.status, body: parsed(text) };
  }

  /** Asks for the partner until there is one. */
  async match(): Promise<Answer> {
    for (let polls = 1;; polls++) {
      const answer = await this.ask("POST", "/api/rtc/matchmake");
      if (answer.status !== 204 || polls === MAX_POLLS) return answer;
      await delay(POLL_MS);
    }
  }
}

function parsed(text: string): unknown {
  if (text === "") return null;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function step(name: string, expected: unknown, actual: unknown): Step {
  return {
    name,
    expected: JSON.stringify(expected),
    actual: JSON.stringify(actual),
  };
}

/**
 * Walks two visitors through init, enqueue, matchmake, offer, answer,
 * candidates, qlen and one KPI beacon. Both filter on a country that nobody
 * has, so that they meet each other and not a visitor of the site.
 *
 * @param baseUrl Origin of the deployment.
 * @throws {TypeError} When it cannot be reached.
 * @throws {Error} When it lets nobody into its queue: where filters need a VIP
 * token (`FREE_FOR_ALL=0`), say.
 */
export async function* acceptanceSteps(baseUrl: string): AsyncGenerator<Step> {
  const [one, two] = [new Visitor(baseUrl), new Visitor(baseUrl)];
  const stranger = new Visitor(baseUrl);
  const early = await one.ask("POST", "/api/rtc/enqueue", {});
  yield step("enqueue without a cookie", [403, "anon-required"], [
    early.status,
    early.body?.error,
  ]);
  for (const [name, visitor] of Object.entries({ one, two, stranger })) {
    const { status, body } = await visitor.ask("GET", "/api/anon/init");
    yield step(`init of visitor ${name}`, [200, { ok: true }], [status, body]);
  }
  const idle = await one.ask("POST", "/api/rtc/matchmake");
  yield step("matchmake before enqueue", [409, "not-queued"], [
    idle.status,
    idle.body?.error,
  ]);
  yield* enqueueSteps(one, two);
  const [matchOne, matchTwo] = [await one.match(), await two.match()];
  yield step("matchmake of both", [200, 200, true], [
    matchOne.status,
    matchTwo.status,
    matchOne.body?.pairId === matchTwo.body?.pairId,
  ]);
  yield step("who waited calls, who arrived is called", ["caller", "callee"], [
    matchOne.body?.role,
    matchTwo.body?.role,
  ]);
  const pairId = matchOne.body?.pairId;
  const [caller, callee] = [one, two];
  yield* descriptionSteps({ pairId, caller, callee, stranger });
  yield* candidateSteps({ pairId, caller, callee });
  yield* closingSteps({ pairId, caller, callee });
}

async function* enqueueSteps(one: Visitor, two: Visitor) {
  const bad = await one.ask("POST", "/api/rtc/enqueue", { gender: "?" });
  yield step("enqueue with an unknown gender", [400, "bad-input"], [
    bad.status,
    bad.body?.error,
  ]);
  const profile = { gender: "u", country: "ZZ", filterCountries: "ZZ" };
  for (const [name, visitor] of Object.entries({ one, two })) {
    const { status, body } = await visitor
      .ask("POST", "/api/rtc/enqueue", profile);
    yield step(`enqueue of visitor ${name}`, 204, status);
    // Whatever comes after would be said of nobody's call.
    if (status !== 204) {
      throw new Error(`Cannot go on outside of the queue: ${body?.error}`);
    }
  }
}

interface Call {
  pairId: string;
  caller: Visitor;
  callee: Visitor;
}

async function* descriptionSteps(
  { pairId, caller, callee, stranger }: Call & { stranger: Visitor },
) {
  const walk = [
    ["offer", caller, callee],
    ["answer", callee, caller],
  ] as const;
  for (const [kind, writer, reader] of walk) {
    const path = `/api/rtc/${kind}`;
    const query = `${path}?pairId=${pairId}`;
    const sdp = `v=0 ${kind}`;
    const empty = await reader.ask("GET", query);
    yield step(`${kind} before it is posted`, 204, empty.status);
    const outside = await stranger.ask("POST", path, { pairId, sdp });
    yield step(`${kind} of a stranger`, [403, "forbidden"], [
      outside.status,
      outside.body?.error,
    ]);
    const wrong = await reader.ask("POST", path, { pairId, sdp });
    const only = kind === "offer" ? "only-caller" : "only-callee";
    yield step(`${kind} of the wrong side`, [403, only], [
      wrong.status,
      wrong.body?.error,
    ]);
    const first = await writer.ask("POST", path, { pairId, sdp });
    const repeat = await writer.ask("POST", path, { pairId, sdp });
    const other = await writer.ask("POST", path, { pairId, sdp: sdp + "!" });
    yield step(`${kind}, repeated, and another one`, [204, 204, 409], [
      first.status,
      repeat.status,
      other.status,
    ]);
    const read = await reader.ask("GET", query);
    yield step(`${kind} as read`, [200, { sdp, gen: 0 }], [
      read.status,
      read.body,
    ]);
  }
}

async function* candidateSteps({ pairId, caller, callee }: Call) {
  const query = `/api/rtc/ice?pairId=${pairId}`;
  for (
    const [from, writer, reader] of [
      ["a", caller, callee],
      ["b", callee, caller],
    ] as const
  ) {
    const [one, two] = [1, 2].map((n) => `candidate:${from}${n}`);
    await writer.ask("POST", "/api/rtc/ice", { pairId, candidate: one });
    const posted = await writer.ask("POST", "/api/rtc/ice", {
      pairId,
      candidates: [two],
    });
    yield step(`candidates of side ${from}`, 204, posted.status);
    const all = [{ from, cand: one }, { from, cand: two }];
    const peeked = await reader.ask("GET", `${query}&after=1`);
    yield step(`candidates after the first`, [200, all.slice(1)], [
      peeked.status,
      peeked.body,
    ]);
    const taken = await reader.ask("GET", query);
    yield step(`candidates unread`, [200, all], [taken.status, taken.body]);
    const again = await reader.ask("GET", query);
    yield step(`candidates once more`, 204, again.status);
  }
}

async function* closingSteps({ pairId, caller, callee }: Call) {
  const qlen = await caller.ask("GET", "/api/rtc/qlen");
  yield step("qlen", [200, "kv", "number"], [
    qlen.status,
    qlen.body?.mode,
    typeof qlen.body?.len,
  ]);
  const beacon = await caller.ask("POST", "/api/monitoring/metrics", {
    ts: Date.now(),
    sessionId: `acceptance-${pairId}`,
    pairId,
    role: "caller",
    matchMs: 120,
    iceOk: true,
  });
  yield step("KPI beacon", [200, { ok: true, stored: true }], [
    beacon.status,
    beacon.body,
  ]);
  const wrong = await caller.ask("GET", "/api/rtc/leave");
  yield step("leave by GET", [405, "method-not-allowed"], [
    wrong.status,
    wrong.body?.error,
  ]);
  const left = await caller.ask("POST", "/api/rtc/leave");
  yield step("leave", 204, left.status);
  const told = await callee.ask("POST", "/api/rtc/matchmake");
  yield step("the partner is told", [409, "not-queued"], [
    told.status,
    told.body?.error,
  ]);
}
