/**
 * Which folder may import which: the one list of the borders. The lint plugin
 * beside it, the test of the import graph and the list in
 * `docs/ARCHITECTURE.md` all come from it.
 *
 * @module
 */

/** A folder with borders. */
export interface Room {
  /** What it is about, in a few words. */
  readonly about: string;
  /** Rooms it may import from; from itself it always may. */
  readonly mayImport: readonly string[];
}

/** `clock.ts`, `log.ts` and the like: what needs no room of its own. */
const BASE = "lib";

/** Every room by its path; a file belongs to the longest path that fits. */
export const ROOMS: Readonly<Record<string, Room>> = {
  "lib": {
    about: "clock, log, waits that end, what a job is, what was used of late",
    mayImport: [],
  },
  "lib/protocol": {
    about: "what both sides of the wire share, parsed by one schema",
    mayImport: [],
  },
  "lib/retry": {
    about: "how long to wait before the next try, for both sides",
    mayImport: [],
  },
  "lib/kv": {
    about: "the engine: Deno KV, gathered commits, retries",
    mayImport: [BASE, "lib/retry"],
  },
  "lib/settings": {
    about: "numbers that admins set while the site runs",
    mayImport: [BASE, "lib/kv"],
  },
  "lib/http": {
    about: "requests: input, sizes, headers, who the client is",
    mayImport: [BASE, "lib/protocol"],
  },
  "lib/i18n": {
    about: "texts and languages",
    mayImport: ["lib/protocol"],
  },
  "lib/safety": {
    about: "how much one client may do",
    mayImport: [BASE, "lib/protocol"],
  },
  "lib/identity": {
    about: "who a visitor is",
    mayImport: [BASE, "lib/protocol"],
  },
  "lib/admin": {
    about: "who an admin is",
    mayImport: [
      BASE,
      "lib/protocol",
      "lib/kv",
      "lib/safety",
      "lib/identity",
    ],
  },
  "lib/signaling": {
    about: "pairs, and what their members tell each other",
    mayImport: [BASE, "lib/protocol", "lib/kv", "lib/http"],
  },
  "lib/matching": {
    about: "who waits, who fits whom, who is claimed",
    mayImport: [BASE, "lib/protocol", "lib/kv", "lib/signaling"],
  },
  "lib/turn": {
    about: "STUN and TURN: which servers, credentials, hidden addresses",
    mayImport: [BASE, "lib/protocol"],
  },
  "lib/monitoring/overview": {
    about: "reports and how they read; for the browser, too",
    mayImport: ["lib/protocol"],
  },
  "lib/monitoring/core": {
    about: "sketches, tiers, periods, roll-up",
    mayImport: [BASE, "lib/protocol", "lib/kv"],
  },
  "lib/monitoring/http": {
    about: "requests counted",
    mayImport: [
      BASE,
      "lib/protocol",
      "lib/retry",
      "lib/kv",
      "lib/http",
      "lib/monitoring/overview",
      "lib/monitoring/core",
    ],
  },
  "lib/monitoring/calls": {
    about: "calls counted",
    mayImport: [
      BASE,
      "lib/protocol",
      "lib/kv",
      "lib/monitoring/overview",
      "lib/monitoring/core",
    ],
  },
  "lib/monitoring/live": {
    about: "calls under way: told, kept, shown",
    mayImport: [
      BASE,
      "lib/protocol",
      "lib/kv",
      "lib/signaling",
      "lib/monitoring/overview",
      "lib/monitoring/core",
      "lib/monitoring/alerts",
    ],
  },
  "lib/monitoring/records": {
    about: "calls one by one: record, verdict, what relaying cost",
    mayImport: [
      BASE,
      "lib/protocol",
      "lib/kv",
      "lib/signaling",
      "lib/monitoring/overview",
      "lib/monitoring/core",
      "lib/monitoring/calls",
      "lib/monitoring/alerts",
      "lib/monitoring/live",
    ],
  },
  "lib/monitoring/alerts": {
    about: "trouble noticed and told",
    mayImport: [
      BASE,
      "lib/protocol",
      "lib/retry",
      "lib/kv",
      "lib/settings",
      "lib/monitoring/overview",
      "lib/monitoring/core",
      "lib/monitoring/http",
      "lib/monitoring/calls",
    ],
  },
  "lib/monitoring/export": {
    about: "records and periods as files",
    mayImport: [
      "lib/protocol",
      "lib/kv",
      "lib/admin",
      "lib/monitoring/overview",
      "lib/monitoring/core",
      "lib/monitoring/http",
      "lib/monitoring/calls",
      "lib/monitoring/alerts",
      "lib/monitoring/records",
    ],
  },
  "lib/monitoring/history": {
    about: "the past by hour and day, thinned and compared",
    mayImport: [
      "lib/protocol",
      "lib/settings",
      "lib/monitoring/overview",
      "lib/monitoring/core",
      "lib/monitoring/http",
      "lib/monitoring/calls",
    ],
  },
  "lib/monitoring/now": {
    about: "the last hour, its course, and the same hour before",
    mayImport: [
      "lib/kv",
      "lib/monitoring/overview",
      "lib/monitoring/core",
      "lib/monitoring/http",
      "lib/monitoring/calls",
      "lib/monitoring/history",
    ],
  },
  "lib/monitoring/terminal": {
    about: "the dashboard in a terminal",
    mayImport: ["lib/monitoring/overview"],
  },
  "lib/monitoring": {
    about: "what monitoring does by the clock",
    mayImport: [
      BASE,
      "lib/kv",
      "lib/settings",
      "lib/signaling",
      "lib/matching",
      "lib/monitoring/overview",
      "lib/monitoring/core",
      "lib/monitoring/http",
      "lib/monitoring/calls",
      "lib/monitoring/alerts",
      "lib/monitoring/live",
      "lib/monitoring/now",
      "lib/monitoring/records",
    ],
  },
  "lib/webrtc_stats": {
    about: "a call's statistics: what they say, how good it is, what is told",
    mayImport: ["lib/protocol"],
  },
  "lib/call": {
    about: "the browser's side of a call, with injected effects",
    mayImport: ["lib/protocol", "lib/retry", "lib/webrtc_stats"],
  },
  "lib/desk": {
    about: "the operators' desk in the browser: news, lists, charts",
    mayImport: [
      "lib/protocol",
      "lib/retry",
      "lib/monitoring/overview",
      "lib/call",
    ],
  },
  "lib/build": {
    about: "how the site is built, and these borders",
    mayImport: [],
  },
  "lib/app": {
    about: "the site put together: services, app, settings, start",
    mayImport: [
      BASE,
      "lib/protocol",
      "lib/kv",
      "lib/settings",
      "lib/http",
      "lib/i18n",
      "lib/safety",
      "lib/identity",
      "lib/admin",
      "lib/signaling",
      "lib/matching",
      "lib/turn",
      "lib/monitoring/http",
      "lib/monitoring/calls",
      "lib/monitoring/alerts",
      "lib/monitoring/live",
      "lib/monitoring/history",
      "lib/monitoring",
      "components",
    ],
  },
  "components": {
    about: "what pages are made of; no state, no network",
    mayImport: [
      "lib/protocol",
      "lib/settings",
      "lib/call",
      "lib/i18n",
      "lib/monitoring/overview",
      "lib/desk",
    ],
  },
  "islands": {
    about: "what is alive on a page; UI only",
    mayImport: [
      "lib/protocol",
      "lib/call",
      "lib/i18n",
      "lib/monitoring/overview",
      "lib/desk",
      "components",
    ],
  },
  "workers": {
    about: "web workers",
    mayImport: ["lib/webrtc_stats", "lib/call"],
  },
  "routes": {
    about: "which call does what: parse, one call into lib, answer",
    mayImport: [
      "lib/protocol",
      "lib/http",
      "lib/i18n",
      "lib/identity",
      "lib/admin",
      "lib/signaling",
      "lib/turn",
      "lib/monitoring/overview",
      "lib/monitoring/core",
      "lib/monitoring/calls",
      "lib/monitoring/alerts",
      "lib/monitoring/records",
      "lib/monitoring/export",
      "lib/monitoring/history",
      "lib/monitoring",
      "lib/desk",
      "lib/app",
      "components",
      "islands",
    ],
  },
};

/**
 * Tells the room of a file; `undefined` for one without borders, such as a
 * test.
 *
 * @param path Path of the file from the project's root.
 */
export function roomOf(path: string): string | undefined {
  let best: string | undefined;
  for (const room of Object.keys(ROOMS)) {
    const isIn = path.startsWith(`${room}/`);
    if (isIn && room.length > (best?.length ?? 0)) best = room;
  }
  return best;
}

/**
 * Says what is wrong with an import.
 *
 * @param from File that imports, from the project's root.
 * @param to File that is imported, likewise.
 * @returns A sentence; `null` when nothing is.
 */
export function whyForbidden(from: string, to: string): string | null {
  const [own, other] = [roomOf(from), roomOf(to)];
  if (own === undefined || other === undefined || own === other) return null;
  return ROOMS[own]!.mayImport.includes(other)
    ? null
    : `${own} may not import ${other}`;
}

/** Writes the borders as the list of `docs/ARCHITECTURE.md`. */
export function bordersList(): string {
  return Object.entries(ROOMS).map(([path, { about, mayImport }]) => {
    const names = mayImport.map((room) => `\`${room}\``).join(", ");
    return `- **\`${path}\`**: ${about}. May import ${names || "nothing"}.`;
  }).join("\n");
}
