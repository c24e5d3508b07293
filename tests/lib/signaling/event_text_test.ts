import { equal } from "node:assert/strict";
import { eventsBytes } from "@/lib/signaling/event_text.ts";

const descriptions: Record<string, string> = {
  "ASCII": "v=0\r\no=- 1\n\ndata: x\r",
  // With no more bytes than the two behind the data.
  "one character of two bytes": "v=0 é",
  "two characters of two bytes": "v=0 éé",
  "one character of three bytes": "v=0\u2028",
  "one character of four bytes": "v=0 👋",
  "long, and hardly any ASCII": "مرحبا ".repeat(1_000),
};
// Of one of these as many bytes fit as there are characters, and yet not all.
for (let count = 1; count <= 20; count++) {
  descriptions[`${count} of two bytes, one of three`] = `${"é".repeat(count)}€`;
}
for (const [what, sdp] of Object.entries(descriptions)) {
  Deno.test(`eventsBytes() is one event whatever its data holds: ${what}`, () => {
    const id = "0".repeat(20);
    const data = { pairId: "p", sdp, gen: 0 };
    const bytes = eventsBytes([{ event: { name: "offer", data }, id }]);
    const text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    const [name, where, line, ...rest] = text.split("\n");
    equal(name, "event: offer");
    equal(where, `id: ${id}`);
    equal(JSON.parse(line!.slice("data: ".length)).sdp, sdp);
    equal(rest.join("|"), "|");
    equal(text.includes("\r"), false);
  });
}
