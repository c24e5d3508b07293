import { equal } from "node:assert/strict";
import { fitOf } from "@/lib/call/media/stage_fit.ts";

const PHONE = { width: 390, height: 844 };
const TURNED = { width: 844, height: 390 };
const DESKTOP_CAMERA = { width: 1280, height: 720 };
const PHONE_CAMERA = { width: 480, height: 640 };

Deno.test("fitOf() fills a stage of about the same shape", () => {
  equal(fitOf(PHONE_CAMERA, PHONE), "fill");
  equal(fitOf(DESKTOP_CAMERA, TURNED), "fill");
  equal(fitOf({ width: 190, height: 100 }, { width: 9, height: 9 }), "fill");
});

Deno.test("fitOf() tells pictures that filling would cut to a strip", () => {
  equal(fitOf(DESKTOP_CAMERA, PHONE), "wide");
  equal(fitOf(PHONE_CAMERA, TURNED), "tall");
});

Deno.test("fitOf() fills as long as one of the two has no size", () => {
  equal(fitOf({ width: 0, height: 0 }, PHONE), "fill");
  equal(fitOf(DESKTOP_CAMERA, { width: 0, height: 0 }), "fill");
  equal(fitOf(DESKTOP_CAMERA, { width: 390, height: 0 }), "fill");
});
