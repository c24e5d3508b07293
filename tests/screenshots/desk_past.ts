/**
 * Takes the pictures of the pages of the operators' desk that tell of the past,
 * and of settings. The past is made up: `tests/made_past.ts`.
 *
 *     deno run -A tests/screenshots/desk_past.ts [FOLDER]
 *
 * @module
 */

import { startPastSite } from "@/tests/past_site.ts";
import { takePictures } from "./desk_camera.ts";

const ROUTE = new URLSearchParams({
  method: "POST",
  route: "/api/rtc/offer",
  range: "7d",
});

/** Days that the site has been running. */
const DAY_COUNT = 30;

await using site = await startPastSite(DAY_COUNT);
await takePictures(site.baseUrl, Deno.args[0] ?? "docs/images/admin", [
  { name: "sign-in", path: "/admin", isOutside: true },
  { name: "history", path: "/admin/history?range=7d&against=before" },
  { name: "http", path: "/admin/http?range=7d" },
  { name: "route", path: `/admin/http/route?${ROUTE}` },
  { name: "alerts", path: "/admin/alerts" },
  { name: "moderation", path: "/admin/moderation" },
  { name: "thresholds", path: "/admin/settings" },
  { name: "relay-price", path: "/admin/settings/turn-price" },
  { name: "retention", path: "/admin/settings/retention" },
  { name: "export", path: "/admin/settings/export" },
  { name: "deletion", path: "/admin/settings/deletion" },
  { name: "passkeys", path: "/admin/settings/passkeys" },
  { name: "sessions", path: "/admin/sessions" },
  { name: "audit", path: "/admin/audit" },
]);
