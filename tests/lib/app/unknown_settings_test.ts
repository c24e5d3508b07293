import { deepEqual } from "node:assert/strict";
import { SETTING_NAMES } from "@/lib/app/config.ts";
import { unknownSettings } from "@/lib/app/unknown_settings.ts";

Deno.test("unknownSettings() names what begins like a setting and is none", () => {
  deepEqual(
    unknownSettings({
      TURN_URL: "turn:turn.example",
      ANON_SECRET: "x",
      ALERT_HTP_ERROR_PCT: "3",
      ADMIN_PASS: "",
    }),
    ["ALERT_HTP_ERROR_PCT", "ANON_SECRET", "TURN_URL"],
  );
});

Deno.test("unknownSettings() leaves settings and the variables of others alone", () => {
  const ours = Object.fromEntries(SETTING_NAMES.map((name) => [name, "x"]));
  deepEqual(unknownSettings(ours), []);
  deepEqual(
    unknownSettings({
      PATH: "/bin",
      HOSTNAME: "host",
      HOST_IP: "10.0.0.1",
      PORTAGE: "x",
      DENO_DIR: "/tmp",
      LC_ALL: "C",
      ALERTNESS: "high",
    }),
    [],
  );
});
