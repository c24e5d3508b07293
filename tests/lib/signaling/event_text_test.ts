import { equal } from "node:assert/strict";
import { eventText } from "@/lib/signaling/event_text.ts";

Deno.test("eventText() is one event whatever its data holds", () => {
  const id = "0".repeat(20);
  const sdp = "v=0\r\no=- 1\n\ndata: x\u2028\r";
  const data = { pairId: "p", sdp, gen: 0 };
  const text = eventText({ name: "offer", data }, id);
  const [name, where, line, ...rest] = text.split("\n");
  equal(name, "event: offer");
  equal(where, `id: ${id}`);
  equal(JSON.parse(line!.slice("data: ".length)).sdp, sdp);
  equal(rest.join("|"), "|");
  equal(text.includes("\r"), false);
});
