import { equal } from "node:assert/strict";
import { isAdminPath } from "@/lib/protocol/admin_paths.ts";

Deno.test("isAdminPath() knows what is for admins, as path and as pattern", () => {
  const ours = [
    "/admin",
    "/admin/sessions",
    "/metrics",
    "/api/monitoring/realtime",
    "/api/monitoring/calls/:pairId",
    "/api/monitoring/metrics/more",
  ];
  const visitors = [
    "/",
    "/administration",
    "/chat",
    "/api/rtc/enqueue",
    "/api/monitoring/metrics",
    "/api/monitoring/stats",
    "__unmatched__",
    "__static__",
  ];
  for (const path of ours) equal(isAdminPath(path), true, path);
  for (const path of visitors) equal(isAdminPath(path), false, path);
});
