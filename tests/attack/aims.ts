/**
 * What attackers ask.
 *
 * @module
 */

import { nearlyRight, pick, type Random } from "./fuzz.ts";
import { listRoutes, type Route } from "./routes.ts";
import { type Hit, shoot, type Shot } from "./target.ts";

/** What attackers have: cookies, good ones and bad, and a call of their own. */
export interface Loot {
  /** What the site answers. */
  routes: readonly Route[];
  /** `Cookie` headers: the members of the pair, a stranger, and bad ones. */
  cookies: readonly string[];
  /** The call. */
  pairId: string;
  /** What the attack draws from. */
  random: Random;
}

/** Makes one request. */
type Aim = (loot: Loot) => Shot;

const json = { "content-type": "application/json" };

/** Addresses that attackers pretend; each `/64` is one. */
function attackersAddress(random: Random): string {
  return `2001:db8:${Math.floor(random() * 4).toString(16)}::${
    Math.floor(random() * 65_536).toString(16)
  }`;
}

const TOO_MUCH: readonly ((random: Random) => string)[] = [
  () => "[".repeat(4_000) + "]".repeat(4_000),
  () => '{"sdp":'.repeat(4_000) + "1" + "}".repeat(4_000),
  () => `{"pairId":"x","sdp":${"[".repeat(4_000)}${"]".repeat(4_000)}}`,
  () => JSON.stringify({ candidates: Array(50_000).fill("x") }),
  () =>
    JSON.stringify(
      Object.fromEntries(Array.from({ length: 5_000 }, (_, i) => [`k${i}`, i])),
    ),
  (random) => JSON.stringify({ sdp: "x".repeat(random() * 300_000) }),
  () => `{"gen":${"9".repeat(10_000)}}`,
];

/** One request of each kind of attack, by name. */
export const AIMS: Readonly<Record<string, Aim>> = {
  "nearly right, every route": (loot) => nearlyRight(loot.routes, loot),
  "deep and wide JSON": ({ routes, cookies, random }) => ({
    method: "POST",
    path: pick(routes.filter(({ posts }) => posts !== null), random).path,
    headers: { ...json, cookie: pick(cookies, random) },
    body: pick(TOO_MUCH, random)(random),
  }),
  "forged and replayed identities": forged,
  "flood, one cookie": ({ cookies }) => ({
    method: "POST",
    path: "/api/rtc/enqueue",
    headers: { ...json, cookie: cookies[0]! },
    body: '{"filterGenders":"m,f","filterCountries":"VN,EG,SA,DE,FR,GB,JP"}',
  }),
  "flood, one address, new cookies": ({ random }) => ({
    method: random() < 0.5 ? "GET" : "POST",
    path: random() < 0.5 ? "/api/anon/init" : "/api/monitoring/metrics",
    headers: { ...json, "x-forwarded-for": attackersAddress(random) },
  }),
};

/** Somebody who says to be somebody else. */
function forged({ cookies, pairId, random }: Loot): Shot {
  const good = cookies[0]!;
  const [name, token = ""] = good.split("=");
  const [id, expiry, signature] = token.split(".");
  const cookie = pick([
    `${name}=${id}.${expiry}.${[...signature ?? ""].reverse().join("")}`,
    `${name}=${id}.zzzzzzzzz.${signature}`,
    `${name}=x.${expiry}.${signature}`,
    `admin=${token}`,
    `admin=${id}.${expiry}.${signature}; ${good}`,
    `${name}=; ${name}=${token}x`,
    `${name}=${"x".repeat(4_000)}`,
  ], random);
  const bearer = `Bearer ${Math.floor(random() * 1e9)}`;
  const path = pick([
    "/admin/sessions",
    "/api/monitoring/status",
    "/metrics",
    `/api/rtc/offer?pairId=${pairId}`,
    `/api/rtc/ice?pairId=${pairId}`,
    `/api/rtc/answer?pairId=${pairId}`,
  ], random);
  const isOwn = cookie.includes(good) && path.startsWith("/api/rtc/");
  return {
    method: "GET",
    path,
    isForbidden: !isOwn,
    headers: {
      cookie,
      "x-forwarded-for": attackersAddress(random),
      ...(random() < 0.5 && { authorization: bearer }),
    },
  };
}

/** Makes two who are in a call, and one who is not. */
export async function makeLoot(target: URL, random: Random): Promise<Loot> {
  const cookies: string[] = [];
  for (let i = 0; i < 3; i++) {
    const hit = await shoot(target, { method: "GET", path: "/api/anon/init" });
    if (hit?.cookie) cookies.push(hit.cookie);
  }
  let matched: Hit | null = null;
  for (const cookie of cookies.slice(0, 2)) {
    const post = { method: "POST", headers: { ...json, cookie }, body: "{}" };
    await shoot(target, { ...post, path: "/api/rtc/enqueue" });
    matched = await shoot(target, { ...post, path: "/api/rtc/matchmake" });
  }
  const pairId = /"pairId":"([^"]+)"/.exec(matched?.text ?? "")?.[1] ?? "x";
  const broken = [...cookies].map((cookie) => cookie.slice(0, -3) + "abc");
  const bad = ["", ...broken, "anon=x; anon=y"];
  return {
    routes: await listRoutes(),
    cookies: [...cookies, ...bad],
    pairId,
    random,
  };
}
