import { equal } from "node:assert/strict";
import { platformOf } from "@/lib/call/platform.ts";

const DEVICES = [
  [
    "an iPhone",
    "ios",
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X)",
    5,
  ],
  [
    "an iPad that says Mac",
    "ios",
    "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7)",
    5,
  ],
  ["a Mac", "desktop", "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7)", 0],
  ["an Android phone", "android", "Mozilla/5.0 (Linux; Android 10; K)", 5],
  [
    "a PC with a touch screen",
    "desktop",
    "Mozilla/5.0 (Windows NT 10.0; Win64)",
    10,
  ],
  ["Linux", "desktop", "Mozilla/5.0 (X11; Linux x86_64)", 0],
] as const;
for (const [what, platform, userAgent, maxTouchPoints] of DEVICES) {
  Deno.test(`platformOf() knows ${what}`, () => {
    equal(platformOf({ userAgent, maxTouchPoints }), platform);
  });
}
