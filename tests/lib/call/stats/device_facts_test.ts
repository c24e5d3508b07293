import { deepEqual } from "node:assert/strict";
import { deviceFactsOf } from "@/lib/call/stats/device_facts.ts";

const KIT = "AppleWebKit/605.1.15 (KHTML, like Gecko)";
const BLINK = "AppleWebKit/537.36 (KHTML, like Gecko) Chrome/149.0.0.0";
const agents: [string, number, string, string | undefined][] = [
  [
    `Mozilla/5.0 (X11; Linux x86_64) ${BLINK} Safari/537.36`,
    0,
    "desktop",
    "Chrome 149",
  ],
  [
    `Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) HeadlessChrome/149.0.0.0 Safari/537.36`,
    0,
    "desktop",
    "Chrome 149",
  ],
  [
    `Mozilla/5.0 (Windows NT 10.0; Win64; x64) ${BLINK} Safari/537.36 Edg/149.0.0.0`,
    0,
    "desktop",
    "Edge 149",
  ],
  [
    `Mozilla/5.0 (Linux; Android 10; K) ${BLINK} Mobile Safari/537.36`,
    5,
    "phone",
    "Chrome 149",
  ],
  [
    `Mozilla/5.0 (Linux; Android 10; K) ${BLINK} Safari/537.36`,
    5,
    "tablet",
    "Chrome 149",
  ],
  [
    "Mozilla/5.0 (X11; Linux x86_64; rv:153.0) Gecko/20100101 Firefox/153.0",
    0,
    "desktop",
    "Firefox 153",
  ],
  [
    `Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) ${KIT} Version/18.5 Mobile/15E148 Safari/604.1`,
    5,
    "phone",
    "Safari 18",
  ],
  [
    `Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) ${KIT} Version/18.5 Safari/605.1.15`,
    5,
    "tablet",
    "Safari 18",
  ],
  [
    `Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) ${KIT} Version/18.5 Safari/605.1.15`,
    0,
    "desktop",
    "Safari 18",
  ],
  ["Something/1.0", 0, "desktop", undefined],
];
for (const [userAgent, maxTouchPoints, device, browser] of agents) {
  Deno.test(`deviceFactsOf() tells ${device}, ${browser}: ${userAgent}`, () => {
    deepEqual(deviceFactsOf({ userAgent, maxTouchPoints }), {
      device,
      ...(browser && { browser }),
    });
  });
}
