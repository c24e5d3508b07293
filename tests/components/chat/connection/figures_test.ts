import { equal } from "node:assert/strict";
import { figuresOf } from "@/components/chat/connection/figures.ts";
import { statsTextsOf } from "@/lib/i18n/stats/texts.ts";

const figures = figuresOf("en", statsTextsOf("en"));

Deno.test("figuresOf() writes figures with their units", () => {
  equal(figures.ms(33.6), "34 ms");
  equal(figures.share(0.0123), "1.2%");
  equal(figures.bitrate(1_234_567), "1.23 Mb/s");
  equal(figures.bytes(7_654_321), "7.7 MB");
  equal(figures.number(1280), "1,280");
  equal(figures.seconds(1_500), "1.5 sec");
});

Deno.test("figuresOf() says of what is unknown that it is, and not 0", () => {
  equal(figures.ms(undefined), "not known");
  equal(figures.ms(0), "0 ms");
  equal(
    figuresOf("vi", statsTextsOf("vi")).bitrate(undefined),
    "chưa rõ",
  );
});

Deno.test("figuresOf() writes as the language does", () => {
  const text = figuresOf("vi", statsTextsOf("vi")).bitrate(1_234_567);
  equal(text.startsWith("1,23"), true, text);
});
