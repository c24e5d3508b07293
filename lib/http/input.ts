/**
 * Parsing what comes from outside, at the edge.
 *
 * @module
 */

import { ApiError } from "@/lib/protocol/errors.ts";
import type { Schema } from "@/lib/protocol/schema.ts";
import { declaredBytes, noteBrokenOff, noteBytesRead } from "./body_bytes.ts";
import { compiled } from "./compiled_schema.ts";
import { queryOf } from "./query.ts";
import { type StallClock, stallClock } from "./stall_clock.ts";

/** How a body is read. */
export interface BodyOptions {
  /** Most bytes that are read; more is `too-large`. Default 16 KiB. */
  limitBytes?: number;
  /** Says when a body took too long. Default: the clock of the process. */
  clock?: StallClock;
}

const DEFAULT_LIMIT_BYTES = 16 * 1024;

/** Bodies declared up to here are read at once, which costs the least. */
const MAX_WHOLE_BYTES = 16 * 1024;

/** Of a body from here on the text is let go of: see {@link letGoOfText}. */
const LONG_BYTES = 4 * 1024;

/** Levels of a JSON body; the deepest that the contract knows has five. */
const MAX_DEPTH = 16;

/**
 * Reads a JSON body. An empty one counts as `{}`; blanks are no JSON.
 *
 * @throws {ApiError} `too-large`, or `bad-input` naming the field.
 */
export async function readJson<T>(
  req: Request,
  schema: Schema<T>,
  { limitBytes = DEFAULT_LIMIT_BYTES, clock = stallClock }: BodyOptions = {},
): Promise<T> {
  const declared = declaredBytes(req.headers) ?? 0;
  const isWhole = declared > 0 &&
    declared <= Math.min(limitBytes, MAX_WHOLE_BYTES);
  let value: unknown;
  try {
    if (isWhole) {
      // Not by text(): Deno turns a body that is there into its value at once.
      const reading = req.json();
      // Most are there. To watch over those would cost more than to read them,
      // and a function of its own for this look as much.
      let isThere = false;
      const note = () => void (isThere = true);
      reading.then(note, note);
      await undefined;
      value = await (isThere ? reading : unlessStalled(reading, clock));
      if (declared >= LONG_BYTES) letGoOfText(req);
    } else value = jsonOf(await readText(req, { limitBytes, clock }));
  } catch (error) {
    throw failureOf(req, error);
  }
  if (isTooDeep(value)) {
    throw new ApiError("bad-input", `body: more than ${MAX_DEPTH} levels`);
  }
  return parse(schema, value, "body");
}

/**
 * Makes Deno forget the text of a body that was read. It keeps it until the
 * request is answered, and so the garbage collector would carry each offer
 * around twice: as text, and as what was parsed. To ask for the stream of a
 * body puts an empty one in the place of the text.
 */
function letGoOfText(req: Request): void {
  void req.body;
}

function jsonOf(text: string): unknown {
  return text === "" ? {} : JSON.parse(text);
}

/** What the client is told where its body could not be read. */
function failureOf(req: Request, error: unknown): ApiError {
  if (error instanceof ApiError) return error;
  if (error instanceof SyntaxError) {
    return new ApiError("bad-input", "body: not valid JSON");
  }
  // The client went while it was sending: no failure of ours. A server that
  // was renewed under it (see `Listener`) looks the same from here.
  noteBrokenOff(req);
  return new ApiError("bad-input", "body: did not arrive whole");
}

/**
 * Recurses no deeper than is allowed, so that deep input exhausts nothing; what
 * works on the value after this may recurse.
 */
function isTooDeep(value: unknown, depth = 0): boolean {
  if (depth > MAX_DEPTH) return true;
  if (typeof value !== "object" || value === null) return false;
  if (Array.isArray(value)) {
    return value.some((part) => isTooDeep(part, depth + 1));
  }
  const parts = value as Record<string, unknown>;
  // What JSON makes has no fields but its own, and no list of them is needed.
  for (const name in parts) {
    if (isTooDeep(parts[name], depth + 1)) return true;
  }
  return false;
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
export function readQuery<T>(
  { url }: Pick<Request, "url">,
  schema: Schema<T>,
): T {
  return parse(schema, queryOf(url), "query");
}

function parse<T>(schema: Schema<T>, value: unknown, whole: string): T {
  const result = compiled(schema).safeParse(value);
  if (result.success) return result.data;
  const issue = result.error.issues[0]!;
  const field = issue.path.length > 0 ? issue.path.join(".") : whole;
  throw new ApiError("bad-input", `${field}: ${issue.message}`);
}

async function readText(
  req: Request,
  { limitBytes = DEFAULT_LIMIT_BYTES, clock = stallClock }: BodyOptions,
): Promise<string> {
  const declared = declaredBytes(req.headers);
  if (declared === 0) return "";
  try {
    if (declared !== undefined && declared > limitBytes) {
      await req.body?.cancel();
      noteBytesRead(req, 0);
      throw tooLarge(limitBytes);
    }
    // At once without a look at `req.body`, which would make a stream of it.
    return declared !== undefined && declared <= MAX_WHOLE_BYTES
      ? await unlessStalled(req.text(), clock)
      : await readPieces(req, { limitBytes, clock });
  } catch (error) {
    throw failureOf(req, error);
  }
}

/** Gives what is read, or fails once that takes too long. */
async function unlessStalled<T>(
  reading: Promise<T>,
  clock: StallClock,
): Promise<T> {
  const { promise, resolve, reject } = Promise.withResolvers<T>();
  const wait = clock.begin(() => reject(stalled()));
  reading.then(resolve, reject);
  try {
    return await promise;
  } finally {
    clock.end(wait);
  }
}

async function readPieces(
  req: Request,
  { limitBytes, clock }: Required<BodyOptions>,
): Promise<string> {
  if (req.body === null) return "";
  const reader = req.body.getReader();
  const decoder = new TextDecoder();
  let text = "";
  let sizeBytes = 0;
  let hasStalled = false;
  const wait = clock.begin(() => {
    hasStalled = true;
    // The read that is under way then ends as if the body had.
    abandon(reader);
  });
  try {
    while (true) {
      const { done, value } = await reader.read();
      if (hasStalled) throw stalled();
      if (done) return text + decoder.decode();
      clock.renew(wait);
      sizeBytes += value.byteLength;
      noteBytesRead(req, sizeBytes);
      if (sizeBytes > limitBytes) throw tooLarge(limitBytes);
      text += decoder.decode(value, { stream: true });
    }
  } catch (error) {
    abandon(reader);
    throw error;
  } finally {
    clock.end(wait);
  }
}

/** Nobody waits for the rest of a body, nor for the end of its refusal. */
function abandon(reader: ReadableStreamDefaultReader<Uint8Array>): void {
  reader.cancel().catch(() => {});
}

function stalled(): Error {
  return new Error("body stalled");
}

function tooLarge(limitBytes: number): ApiError {
  return new ApiError("too-large", `body: at most ${limitBytes} bytes`);
}
