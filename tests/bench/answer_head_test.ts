import { deepEqual, equal, throws } from "node:assert/strict";
import { readHead } from "./answer_head.ts";

function bytes(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

function read(text: string) {
  const buffer = bytes(text);
  return readHead(buffer, buffer.length);
}

Deno.test("readHead() finds status, body and cookie of Deno's answers", () => {
  const head = "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n" +
    "set-cookie: anon=a.b; Path=/; HttpOnly\r\ncontent-length: 11\r\n\r\n";
  deepEqual(read(`${head}{"ok":true}`), {
    status: 200,
    bodyAt: head.length,
    bodyBytes: 11,
    cookie: "anon=a.b",
  });
});

Deno.test("readHead() takes names in large letters, and values anyhow set off", () => {
  const answer = read(
    "HTTP/1.1 409 Conflict\r\nX-Content-Length: 7\r\nContent-Length:  20\r\n" +
      "Set-Cookie:a=1\r\nDate: now\r\n\r\n",
  );
  deepEqual([answer!.status, answer!.bodyBytes, answer!.cookie], [
    409,
    20,
    "a=1",
  ]);
});

Deno.test("readHead() does not wait for the body of a 204 or a 304", () => {
  for (const status of [204, 304]) {
    equal(
      read(`HTTP/1.1 ${status} Nothing\r\ndate: now\r\n\r\n`)?.bodyBytes,
      0,
    );
  }
});

Deno.test("readHead() waits until the whole head is there", () => {
  const answer = bytes("HTTP/1.1 204 No Content\r\nvary: Accept\r\n\r\n");
  for (let length = 0; length < answer.length; length++) {
    equal(readHead(answer, length), null, `${length} bytes`);
  }
  equal(readHead(answer, answer.length)?.bodyAt, answer.length);
});

Deno.test("readHead() refuses a body of unknown length", () => {
  throws(
    () => read("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n"),
    /without a length: HTTP\/1.1 200 OK/,
  );
});
