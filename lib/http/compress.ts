/**
 * Sends pages, scripts and style sheets compressed to whoever takes them so.
 * Files were compressed by the build; a page is when it is made.
 *
 * @module
 */

import type { Middleware } from "fresh";
import Negotiator from "negotiator";
import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";

/** The encodings there are, the best one first; `br` needs https in browsers. */
const ENCODINGS = ["br", "gzip"] as const;

/** An encoding that we have. */
type Encoding = typeof ENCODINGS[number];

/**
 * A file's name as the build spells it. By percent signs the same file could be
 * spelled in ways without number, and each name is remembered.
 */
const FILE_NAME = /^(?:\/[\w.~-]+)+\.\w+$/;

const ENDINGS: Readonly<Record<Encoding, string>> = { br: "br", gzip: "gz" };

/**
 * Pages that are compressed at the same time; each takes 1 MiB until it is
 * (measured on 2.9.6), so that a crowd would take all memory there is. Over
 * that a page is sent as it is, which takes less time as well.
 */
export const MAX_PAGES_AT_ONCE = 32;

/** A page is compressed while somebody waits: fast, and nearly as small. */
const PAGE_WAYS: Readonly<
  Record<Encoding, (bytes: Uint8Array) => Promise<Uint8Array>>
> = {
  br: (bytes) =>
    promisify(brotliCompress)(bytes, {
      params: { [constants.BROTLI_PARAM_QUALITY]: 4 },
    }),
  gzip: (bytes) => promisify<Uint8Array, Uint8Array>(gzip)(bytes),
};

/** Gives a compressed file by its name; `null` where there is none. */
export type ReadCompressed = (
  name: string,
) => Promise<Uint8Array<ArrayBuffer> | null>;

/**
 * Reads compressed files from a folder, each once; one that cannot be read at
 * the moment is read again.
 *
 * @param folder Where the build put them.
 */
export function compressedFilesIn(folder: URL): ReadCompressed {
  const files = new Map<string, Promise<Uint8Array<ArrayBuffer> | null>>();
  return (name) => {
    const known = files.get(name);
    if (known !== undefined) return known;
    const reading = Deno.readFile(new URL(`.${name}`, folder)).catch(
      (error) => {
        if (error instanceof Deno.errors.NotFound) return null;
        // Perhaps too many files were open: the next request reads it.
        files.delete(name);
        throw error;
      },
    );
    // Only names of files that were served come here, each spelled in one way,
    // so this does not grow.
    files.set(name, reading);
    return reading;
  };
}

/**
 * Makes the middleware.
 *
 * @param readCompressed Gives the files that the build compressed.
 */
export function compress<State>(
  readCompressed: ReadCompressed,
): Middleware<State> {
  let pagesUnderWay = 0;

  async function packPage(page: Response, encoding: Encoding) {
    pagesUnderWay++;
    try {
      const bytes = new Uint8Array(await page.arrayBuffer());
      return await PAGE_WAYS[encoding](bytes);
    } finally {
      pagesUnderWay--;
    }
  }

  return async function compressAnswer(ctx) {
    const response = await ctx.next();
    const kind = kindOf(response, ctx.url.pathname);
    if (kind === null) return response;
    response.headers.append("vary", "Accept-Encoding");
    const encoding = encodingOf(ctx.req);
    if (encoding === null || response.body === null) return response;
    if (kind === "page" && pagesUnderWay >= MAX_PAGES_AT_ONCE) return response;
    const bytes = kind === "page"
      ? await packPage(response, encoding)
      : await readCompressed(`${ctx.url.pathname}.${ENDINGS[encoding]}`);
    if (bytes === null) return response;
    if (kind === "file") await response.body.cancel();
    const headers = new Headers(response.headers);
    headers.set("content-encoding", encoding);
    headers.set("content-length", String(bytes.byteLength));
    return new Response(bytes as BodyInit, {
      status: response.status,
      headers,
    });
  };
}

/** Tells what an answer is; `null` for what is sent as it is. */
function kindOf(
  { status, headers }: Response,
  pathname: string,
): "page" | "file" | null {
  if (headers.has("content-encoding") || headers.has("content-range")) {
    return null;
  }
  const type = headers.get("content-type") ?? "";
  if (type.startsWith("text/html")) return "page";
  const isFile = status === 200 && headers.has("etag") &&
    FILE_NAME.test(pathname);
  return isFile ? "file" : null;
}

function encodingOf(req: Request): Encoding | null {
  const accepted = req.headers.get("accept-encoding");
  if (accepted === null) return null;
  const headers = { "accept-encoding": accepted };
  const taken = new Negotiator({ headers }).encodings([...ENCODINGS]);
  // Browsers weigh all of theirs alike.
  return ENCODINGS.find((encoding) => taken.includes(encoding)) ?? null;
}
