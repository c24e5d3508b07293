import { deepEqual } from "node:assert/strict";
import {
  DEFAULT_PREFERENCES,
  parsePreferences,
} from "@/lib/call/preferences.ts";

Deno.test("parsePreferences() reads back what was kept", () => {
  const kept = {
    isMirrored: false,
    volume: 0.4,
    isAutoNext: false,
    isAddressHidden: true,
    cameraId: "c",
    microphoneId: "m",
    speakerId: "s",
  };
  deepEqual(parsePreferences(JSON.stringify(kept)), kept);
});

Deno.test("parsePreferences() takes the default for what does not fit", () => {
  for (const text of [null, "", "{", "3", "[]", '{"volume":7,"cameraId":1}']) {
    deepEqual(parsePreferences(text), DEFAULT_PREFERENCES, `${text}`);
  }
  deepEqual(parsePreferences('{"isMirrored":false,"volume":"loud"}'), {
    ...DEFAULT_PREFERENCES,
    isMirrored: false,
  });
});
