/**
 * Parsing what comes from outside, at the edge.
 *
 * @module
 */

import { ApiError } from "@/lib/protocol/errors.ts";
import type { Schema } from "@/lib/protocol/schema.ts";
import { noteBrokenOff, noteBytesRead } from "./body_bytes.ts";

/** How a body is read. */
export interface BodyOptions {
  /** Most bytes that are read; more is `too-large`. Default 16 KiB. */
  limitBytes?: number;
}

const DEFAULT_LIMIT_BYTES = 16 * 1024;

/**
 * Reads a JSON body. An empty one counts as `{}`.
 *
 * @throws {ApiError} `too-large`, or `bad-input` naming the field.
 */
export async function readJson<T>(
  req: Request,
  schema: Schema<T>,
  { limitBytes = DEFAULT_LIMIT_BYTES }: BodyOptions = {},
): Promise<T> {
  const text = await readText(req, limitBytes);
  let value: unknown = {};
  if (text.trim() !== "") {
    try {
      value = JSON.parse(text);
    } catch {
      throw new ApiError("bad-input", "body: not valid JSON");
    }
  }
  return parse(schema, value, "body");
}

/**
 * Reads the body of an HTML form.
 *
 * @throws {ApiError} `too-large`.
 */
export async function readForm(
  req: Request,
  { limitBytes = DEFAULT_LIMIT_BYTES }: BodyOptions = {},
): Promise<URLSearchParams> {
  return new URLSearchParams(await readText(req, limitBytes));
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

async function readText(req: Request, limitBytes: number): Promise<string> {
  try {
    return await readWithin(req, limitBytes);
  } catch (error) {
    if (error instanceof ApiError) throw error;
    // The client went while it was sending: no failure of ours.
    noteBrokenOff(req);
    throw new ApiError("bad-input", "body: did not arrive whole");
  }
}

async function readWithin(req: Request, limitBytes: number): Promise<string> {
  const tooLarge = () =>
    new ApiError("too-large", `body: at most ${limitBytes} bytes`);
  const declared = req.headers.get("content-length");
  if (declared !== null) {
    if (Number(declared) <= limitBytes) return await req.text();
    await req.body?.cancel();
    noteBytesRead(req, 0);
    throw tooLarge();
  }
  if (req.body === null) return "";
  const decoder = new TextDecoder();
  let text = "";
  let sizeBytes = 0;
  for await (const chunk of req.body) {
    sizeBytes += chunk.byteLength;
    noteBytesRead(req, sizeBytes);
    if (sizeBytes > limitBytes) throw tooLarge();
    text += decoder.decode(chunk, { stream: true });
  }
  return text + decoder.decode();
}
