/**
 * What the site answers, from its own files, with one request that each call
 * takes: what is wrong begins as what is right.
 *
 * @module
 */

import { walk } from "@/tests/walk.ts";

/** A call of the site. */
export interface Route {
  /** Its path. */
  path: string;
  /** Verbs besides GET whose body is read. */
  posts: "json" | "form" | null;
}

const WITHOUT_ROUTE = /\/_|\/\(_/;

/** Lists every route, from the files that make them. */
export async function listRoutes(): Promise<Route[]> {
  const files = (await walk("routes")).filter((one) =>
    !WITHOUT_ROUTE.test(one)
  );
  return await Promise.all(files.map(async (file) => {
    const source = await Deno.readTextFile(file);
    const path = file.replace(/^routes/, "").replace(/\.tsx?$/, "")
      .replace(/\/index$/, "").replace(/\[[^\]]+\]/g, "x");
    const isPosted = /\bPOST\b|(description|figure)Route\(/.test(source);
    const posts = path.startsWith("/admin") ? "form" : "json";
    return { path: path || "/", posts: isPosted ? posts : null };
  }));
}

/** A description as a browser makes it, in short. */
const SDP = "v=0\r\no=- 1 2 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\n" +
  "m=audio 9 UDP/TLS/RTP/SAVPF 111\r\nc=IN IP4 0.0.0.0\r\n";

const LINE = "candidate:1 1 udp 2122260223 192.0.2.1 50000 typ host";

/**
 * A body that each posted call takes; `pairId` is filled in where there is one.
 * A test holds that no route is missing.
 */
export const BODIES: Readonly<Record<string, Record<string, unknown>>> = {
  "/admin": { password: "guess" },
  "/admin/alerts": { id: "x" },
  "/admin/settings": { ALERT_HTTP_ERROR_PCT: "5" },
  "/admin/settings/deletion": { id: "x".repeat(9), sure: "1" },
  "/admin/settings/passkeys": { do: "remove", id: "x" },
  "/admin/settings/retention": { hourDays: "90" },
  "/admin/settings/turn-price": { perGbUsd: "0.05" },
  "/admin/sign-out": { session: "all" },
  "/api/monitoring/alerts": { id: "x", action: "acknowledge" },
  "/api/monitoring/metrics": {
    ts: 1_790_000_000_000,
    sessionId: "s",
    pairId: "",
    role: "caller",
    matchMs: 10,
    ttfmMs: 900,
    reconnectMs: 5,
    iceOk: true,
    iceTries: 1,
    relay: false,
    turns443: false,
    reason: "left",
    funnel: { offer: 5 },
  },
  "/api/monitoring/stats": {
    pairId: "",
    seq: 1,
    full: true,
    metrics: { rttMs: 40 },
    ts: 1_790_000_000_000,
  },
  "/api/monitoring/visitor-call": { visitor: "x".repeat(31) },
  "/api/rtc/answer": { pairId: "", sdp: SDP, gen: 0 },
  "/api/rtc/back": { pairId: "" },
  "/api/rtc/enqueue": {
    gender: "m",
    country: "VN",
    filterGenders: "m,f",
    filterCountries: "VN,EG",
    interests: ["chess"],
    offer: { sdp: SDP },
  },
  "/api/rtc/ice": {
    pairId: "",
    candidate: { candidate: LINE, sdpMid: "0", sdpMLineIndex: 0 },
    candidates: [LINE, { candidate: LINE }],
  },
  "/api/rtc/leave": {},
  "/api/rtc/matchmake": {},
  "/api/rtc/offer": { pairId: "", sdp: SDP, gen: 0 },
  "/api/rtc/peer-state": { pairId: "", state: "reconnecting" },
  "/api/rtc/restart": { pairId: "" },
};

/** Values for the parameters that routes read. */
export const QUERY: Readonly<Record<string, string>> = {
  pairId: "x",
  gen: "0",
  after: "0",
  hours: "24",
  days: "30",
  state: "open",
  what: "http-hourly",
  format: "csv",
  from: "2026-11-20T00:00:00Z",
  to: "2026-11-21T00:00:00Z",
  lang: "ar",
};
