/**
 * Takes the pictures of the operators' desk's live pages that the documents
 * show. The calls are made up: `tests/live_site.ts`.
 *
 *     deno task screenshots:desk [FOLDER]
 *
 * @module
 */

import { LiveSite } from "@/tests/live_site.ts";
import { aBadCall } from "@/tests/lib/desk/call_records.ts";
import { anAlert } from "@/tests/lib/desk/live_calls.ts";
import { aBusyEvening } from "@/tests/lib/desk/overviews.ts";
import { takePictures } from "./desk_camera.ts";

const CALL = "0mi9sfk2pkJ3x91bQ2vT";

await using site = await LiveSite.start({
  callCount: 1_000,
  memberCount: 2,
  changesPerSecond: 100,
});
const now = Date.now();
site.records.set(CALL, aBadCall(CALL, now - 5_400_000));
site.overview = {
  ...aBusyEvening(now),
  alerts: [
    anAlert("x", {
      severity: "high",
      title: "First media comes late",
      unit: "ms",
      value: 1_180,
      threshold: 1_000,
      startedAt: now - 420_000,
    }),
  ],
};
site.openAlerts.push(...site.overview.alerts);
await takePictures(site.baseUrl, Deno.args[0] ?? "docs/images/admin", [
  { name: "overview", path: "/admin", text: "212.4" },
  { name: "calls", path: "/admin/calls", text: "1,000 live calls" },
  { name: "call", path: `/admin/calls/${CALL}`, text: "The caller's uplink" },
]);
