/**
 * Parsing what comes from outside, at the edge.
 *
 * @module
 */

import { ApiError } from "@/lib/protocol/errors.ts";
import type { Schema } from "@/lib/protocol/schema.ts";
import { declaredBytes, noteBrokenOff, noteBytesRead } from "./body_bytes.ts";

/** How a body is read. */
export interface BodyOptions {
  /** Most bytes that are read; more is `too-large`. Default 16 KiB. */
  limitBytes?: number;
  /** Longest wait for the next bytes, milliseconds. Default 30 s. */
  stallMs?: number;
}

const DEFAULT_LIMIT_BYTES = 16 * 1024;
const DEFAULT_STALL_MS = 30_000;

/** A body that trickles in byte by byte may take as many waits in all. */
const MAX_STALLS = 4;

/** Bodies declared up to here are read at once, which costs the least. */
const MAX_WHOLE_BYTES = 16 * 1024;

/** Levels of a JSON body; the deepest that the contract knows has five. */
const MAX_DEPTH = 16;

/**
 * Reads a JSON body. An empty one counts as `{}`.
 *
 * @throws {ApiError} `too-large`, or `bad-input` naming the field.
 */
export async function readJson<T>(
  req: Request,
  schema: Schema<T>,
  options: BodyOptions = {},
): Promise<T> {
  const text = await readText(req, options);
  let value: unknown = {};
  if (text.trim() !== "") {
    try {
      value = JSON.parse(text);
    } catch {
      throw new ApiError("bad-input", "body: not valid JSON");
    }
    if (isTooDeep(value)) {
      throw new ApiError("bad-input", `body: more than ${MAX_DEPTH} levels`);
    }
  }
  return parse(schema, value, "body");
}

/**
 * Level by level and not by recursion, which deep input would exhaust; what
 * works on the value after this may recurse.
 */
function isTooDeep(value: unknown): boolean {
  let level = [value];
  for (let depth = 0; depth <= MAX_DEPTH; depth++) {
    const next: unknown[] = [];
    for (const one of level) {
      if (typeof one !== "object" || one === null) continue;
      for (const part of Object.values(one)) next.push(part);
    }
    if (next.length === 0) return false;
    level = next;
  }
  return true;
}

/**
 * Reads the body of an HTML form.
 *
 * @throws {ApiError} `too-large`.
 */
export async function readForm(
  req: Request,
  options: BodyOptions = {},
): Promise<URLSearchParams> {
  return new URLSearchParams(await readText(req, options));
}

/**
 * Reads the query parameters; of a repeated one the last counts.
 *
 * @throws {ApiError} `bad-input` naming the parameter.
 */
export function readQuery<T>(url: URL, schema: Schema<T>): T {
  return parse(schema, Object.fromEntries(url.searchParams), "query");
}

function parse<T>(schema: Schema<T>, value: unknown, whole: string): T {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const issue = result.error.issues[0]!;
  const field = issue.path.length > 0 ? issue.path.join(".") : whole;
  throw new ApiError("bad-input", `${field}: ${issue.message}`);
}

async function readText(req: Request, options: BodyOptions): Promise<string> {
  try {
    return await readWithin(req, options);
  } catch (error) {
    if (error instanceof ApiError) throw error;
    // The client went while it was sending: no failure of ours. A server that
    // was renewed under it (see `Listener`) looks the same from here.
    noteBrokenOff(req);
    throw new ApiError("bad-input", "body: did not arrive whole");
  }
}

async function readWithin(
  req: Request,
  {
    limitBytes = DEFAULT_LIMIT_BYTES,
    stallMs = DEFAULT_STALL_MS,
  }: BodyOptions,
): Promise<string> {
  const declared = declaredBytes(req.headers);
  if (declared !== undefined && declared > limitBytes) {
    await req.body?.cancel();
    noteBytesRead(req, 0);
    throw tooLarge(limitBytes);
  }
  if (declared === 0) return "";
  if (declared !== undefined && declared <= MAX_WHOLE_BYTES) {
    // Without a look at `req.body`, which would make a stream of it.
    using wait = new Wait(stallMs);
    return await Promise.race([req.text(), wait.tooLong]);
  }
  if (req.body === null) return "";
  return await readPieces(req, req.body, { limitBytes, stallMs });
}

async function readPieces(
  req: Request,
  body: ReadableStream<Uint8Array>,
  { limitBytes, stallMs }: Required<BodyOptions>,
): Promise<string> {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  using whole = new Wait(stallMs * MAX_STALLS);
  let text = "";
  let sizeBytes = 0;
  try {
    while (true) {
      using wait = new Wait(stallMs);
      const { done, value } = await Promise.race([
        reader.read(),
        wait.tooLong,
        whole.tooLong,
      ]);
      if (done) return text + decoder.decode();
      sizeBytes += value.byteLength;
      noteBytesRead(req, sizeBytes);
      if (sizeBytes > limitBytes) throw tooLarge(limitBytes);
      text += decoder.decode(value, { stream: true });
    }
  } catch (error) {
    // Nobody waits for the rest, nor for the end of its refusal.
    reader.cancel().catch(() => {});
    throw error;
  }
}

function tooLarge(limitBytes: number): ApiError {
  return new ApiError("too-large", `body: at most ${limitBytes} bytes`);
}

/** A wait that fails when it becomes too long; disposing of it ends it. */
class Wait implements Disposable {
  readonly tooLong: Promise<never>;
  readonly #timer: ReturnType<typeof setTimeout>;

  constructor(ms: number) {
    const { promise, reject } = Promise.withResolvers<never>();
    this.#timer = setTimeout(() => reject(new Error("body stalled")), ms);
    this.tooLong = promise;
    // Whoever raced against it may be gone by then.
    promise.catch(() => {});
  }

  [Symbol.dispose](): void {
    clearTimeout(this.#timer);
  }
}
