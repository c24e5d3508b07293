import { deepEqual, equal, ok } from "node:assert/strict";
import { Journal } from "@/lib/kv/owned/journal.ts";
import { JournalText } from "@/lib/kv/owned/journal_text.ts";
import type { Recorded } from "@/lib/kv/owned/recorded.ts";

/** Most characters that a gathered commit has, besides its keys. */
const MAX_CHARS = 399_000;

/** What is around the value in the journal: the change, and the quotes. */
const AROUND_BYTES = JSON.stringify([["set", 0, ["o", "a"], ""]]).length;

/** A change whose journal has so many bytes of UTF-8. */
function changeOf(value: string): [Recorded, string] {
  const key = ["o", "a"];
  const change = { type: "set", order: 0, key, value, expiresAt: Infinity };
  return [change as Recorded, JSON.stringify(value)];
}

/** A text that takes a journal of so many bytes, in letters of 2 and 3 bytes. */
function textOf(journalBytes: number): string {
  const bytes = journalBytes - AROUND_BYTES;
  const three = Math.max(0, bytes - 2 * MAX_CHARS);
  const two = Math.floor((bytes - 3 * three) / 2);
  const one = bytes - 3 * three - 2 * two;
  return "x".repeat(one) + "é".repeat(two) + "语".repeat(three);
}

function partsOf(journalBytes: number) {
  const journal = new JournalText();
  journal.add(...changeOf(textOf(journalBytes)));
  return journal.parts();
}

Deno.test("JournalText is bytes up to 780,000 of them, and text above", () => {
  const bytes = partsOf(780_000) as Uint8Array[];
  deepEqual(bytes.map(({ length }) => length), Array(13).fill(60_000));
  ok(bytes.every((part) => part instanceof Uint8Array));
  const texts = partsOf(780_001) as string[];
  ok(texts.every((part) => typeof part === "string"));
  ok(texts.slice(0, -1).every(({ length }) => length === 30_000));
  const read = JSON.parse(texts.join(""))[0][3];
  equal(read, textOf(780_001));
});

const sizes = [780_000, 780_001, 800_000, 819_000, 830_000, 1_190_000];
for (const journalBytes of sizes) {
  Deno.test(`Deno KV takes a journal of ${journalBytes} bytes in one commit, and gives it back`, async () => {
    using kv = await Deno.openKv(":memory:");
    await writeAndRead(kv, textOf(journalBytes));
  });
}

Deno.test("a journal of texts may be cut within a letter", async () => {
  using kv = await Deno.openKv(":memory:");
  // Letters of two units: whichever way the cuts fall, one goes through some.
  await writeAndRead(kv, "😀".repeat(199_000));
  await writeAndRead(kv, "x" + "😀".repeat(199_000));
});

async function writeAndRead(kv: Deno.Kv, value: string): Promise<void> {
  const text = new JournalText();
  const [change, json] = changeOf(value);
  text.add(change, json);
  const journal = new Journal(kv);
  await Array.fromAsync(journal.replay());
  await journal.append(text);
  const again = await Array.fromAsync(new Journal(kv).replay());
  deepEqual(again.at(-1)![1], [change]);
}
