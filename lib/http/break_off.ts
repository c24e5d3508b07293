/**
 * Hanging up on whoever sends far more than was allowed.
 *
 * Deno reads a body of declared length to its end, even one that nobody asked
 * for, before the connection may carry the next request. There is no call that
 * closes a connection, but a response whose body fails does.
 *
 * @module
 */

import { declaredBytes, isBrokenOff } from "./body_bytes.ts";

/** Sending more than this after a refusal is not waited for. */
const MAX_DRAINED_BYTES = 1024 * 1024;

/** What the broken response fails with; whoever sees it need not report it. */
export class BrokenOff extends Error {
  /** Says that it was meant. */
  constructor() {
    super("Broken off on purpose: the client was still sending");
    this.name = "BrokenOff";
  }
}

/**
 * Makes a refusal end its connection where its client has much left to send, or
 * stopped sending half way. Status, headers and text arrive, then the
 * connection is gone.
 */
export function breakOffIfFlooded(req: Request, res: Response): Response {
  const declared = declaredBytes(req.headers) ?? 0;
  const isFlood = declared > MAX_DRAINED_BYTES || isBrokenOff(req);
  if (res.status < 400 || !isFlood) return res;
  const source = res.body?.getReader();
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      const { done = true, value } = await source?.read() ?? {};
      if (done) controller.error(new BrokenOff());
      else controller.enqueue(value!);
    },
  }, { highWaterMark: 0 });
  const headers = new Headers(res.headers);
  headers.set("connection", "close");
  headers.delete("content-length");
  return new Response(body, { status: res.status, headers });
}
