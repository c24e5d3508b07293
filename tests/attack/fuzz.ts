/**
 * Requests that are nearly right.
 *
 * @module
 */

import { BODIES, QUERY, type Route } from "./routes.ts";
import type { Shot } from "./target.ts";

/** A pseudo-random number in [0, 1). */
export type Random = () => number;

const ODD_VALUES: readonly unknown[] = [
  null,
  true,
  false,
  0,
  -0,
  -1,
  1.5,
  2 ** 31,
  2 ** 53,
  -(2 ** 63),
  1e308,
  "",
  " ",
  "x",
  "ALL",
  "null",
  "__proto__",
  "constructor",
  "../../etc/passwd",
  "%00%ff%2e%2e",
  "\u0000\u0001\u001f",
  "\ud800",
  "\u202eab\u0301\ufeff",
  "'; DROP TABLE--",
  "<script>alert(1)</script>",
  "=1+1;@x",
  "x".repeat(300),
  "ش".repeat(5_000),
  [],
  [[]],
  [null, 1, "x"],
  Array(500).fill(0),
  {},
  { length: 1e9 },
  { toString: 1 },
  { then: 1 },
];

const METHODS = ["GET", "HEAD", "PUT", "DELETE", "PATCH", "OPTIONS"];
const TYPES = [
  "application/json",
  "text/plain",
  "application/x-www-form-urlencoded",
  "multipart/form-data; boundary=x",
  "image/png",
];

/** Takes one of a list. */
export function pick<T>(items: readonly T[], random: Random): T {
  return items[Math.floor(random() * items.length)]!;
}

/** Changes one or two fields of a body into something odd. */
function spoil(
  body: Readonly<Record<string, unknown>>,
  random: Random,
): Record<string, unknown> {
  const spoiled: Record<string, unknown> = structuredClone(body);
  const changes = 1 + Math.floor(random() * 2);
  for (let i = 0; i < changes; i++) {
    const names = [...Object.keys(spoiled), "__proto__", "extra"];
    const name = pick(names, random);
    const value = spoiled[name];
    const isWithin = typeof value === "object" && value !== null &&
      !Array.isArray(value) && random() < 0.5;
    const odd = isWithin
      ? spoil(value as Record<string, unknown>, random)
      : pick(ODD_VALUES, random);
    if (random() < 0.2) delete spoiled[name];
    else {
      Object.defineProperty(spoiled, name, {
        value: odd,
        enumerable: true,
        configurable: true,
        writable: true,
      });
    }
  }
  return spoiled;
}

/** Breaks the text of a body: half of it, or a letter changed. */
function tear(text: string, random: Random): string {
  const at = Math.floor(random() * text.length);
  if (random() < 0.5) return text.slice(0, at);
  return text.slice(0, at) + pick([...'{}[]",:\\\u0000'], random) +
    text.slice(at + 1);
}

function bodyOf(route: Route, pairId: string, random: Random): string {
  const body = { ...BODIES[route.path] };
  if ("pairId" in body) body.pairId = pairId;
  const spoiled = random() < 0.9 ? spoil(body, random) : body;
  const text = route.posts === "form"
    ? new URLSearchParams(
      Object.entries(spoiled).map(([name, value]) => [name, textOf(value)]),
    ).toString()
    : JSON.stringify(spoiled) ?? "null";
  return random() < 0.15 ? tear(text, random) : text;
}

/** Writes a value where only text can be. */
function textOf(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value) ?? "";
}

function queryOf(pairId: string, random: Random): string {
  const query = new URLSearchParams();
  for (const [name, usual] of Object.entries(QUERY)) {
    if (random() < 0.6) continue;
    const right = name === "pairId" ? pairId : usual;
    const value = random() < 0.5 ? right : textOf(pick(ODD_VALUES, random));
    query.append(name, value.slice(0, 2_000));
    if (random() < 0.1) query.append(name, right);
  }
  return query.toString();
}

/**
 * Makes a request to one of the routes, nearly right.
 *
 * @param cookies `Cookie` headers to choose from.
 * @param pairId A pair that some of them are members of.
 */
export function nearlyRight(
  routes: readonly Route[],
  { cookies, pairId, random }: {
    cookies: readonly string[];
    pairId: string;
    random: Random;
  },
): Shot {
  const route = pick(routes, random);
  const headers = { cookie: pick(cookies, random) };
  const isPost = route.posts !== null && random() < 0.7;
  if (isPost) {
    return {
      method: "POST",
      path: route.path,
      headers: { ...headers, "content-type": pick(TYPES, random) },
      body: bodyOf(route, pairId, random),
    };
  }
  const suffix = random() < 0.1 ? pick(["/", "/x", "%2f..", "//"], random) : "";
  return {
    method: random() < 0.7 ? "GET" : pick(METHODS, random),
    path: `${route.path}${suffix}?${queryOf(pairId, random)}`,
    headers,
  };
}
