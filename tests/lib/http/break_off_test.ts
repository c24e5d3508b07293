import { equal, rejects } from "node:assert/strict";
import { noteBrokenOff } from "@/lib/http/body_bytes.ts";
import { breakOffIfFlooded, BrokenOff } from "@/lib/http/break_off.ts";

const MIB = 1024 * 1024;

const posted = (contentLength: number) =>
  new Request("http://localhost/", {
    method: "POST",
    headers: { "content-length": String(contentLength) },
  });

const refusal = () => Response.json({ error: "too-large" }, { status: 413 });

Deno.test("breakOffIfFlooded() fails the body after the text of a refusal", async () => {
  const broken = breakOffIfFlooded(posted(MIB + 1), refusal());
  equal(broken.status, 413);
  equal(broken.headers.get("connection"), "close");
  const reader = broken.body!.getReader();
  const { value } = await reader.read();
  equal(new TextDecoder().decode(value), '{"error":"too-large"}');
  await rejects(reader.read(), BrokenOff);
});

Deno.test("breakOffIfFlooded() also ends a body that stopped half way", () => {
  const req = posted(10);
  noteBrokenOff(req);
  equal(breakOffIfFlooded(req, refusal()).headers.get("connection"), "close");
});

Deno.test("breakOffIfFlooded() passes on what is none", () => {
  const small = refusal();
  equal(breakOffIfFlooded(posted(MIB), small), small);
  const taken = new Response("taken");
  equal(breakOffIfFlooded(posted(MIB + 1), taken), taken);
});
