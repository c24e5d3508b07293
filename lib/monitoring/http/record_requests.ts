/**
 * The outermost middleware: sees every request, and counts it once.
 *
 * What is counted, and when:
 *
 * - A request counts when its response ends. An event stream counts as soon as
 *   its headers are out, since how long it stays open says nothing of speed.
 * - Bytes out are those of response bodies. A streamed body counts as its
 *   chunks are taken, to its last byte or to the moment the client hangs up;
 *   then the request is also counted as aborted. A body made of a string or of
 *   bytes, and a short one that declares its length, counts whole when handed
 *   over. Answers to HEAD have none.
 * - Bytes in are those of request bodies, as read: see `bytesReadOf()`. A
 *   request whose body breaks off is counted as aborted.
 * - Headers are in neither.
 *
 * @module
 */

import { type Context, HttpError, type Middleware } from "fresh";
import type { HttpRecorder, HttpSample } from "./recorder.ts";
import {
  type HttpSeries,
  STATIC_ROUTE,
  UNMATCHED_ROUTE,
} from "./series_table.ts";
import {
  bytesReadOf,
  fixedBytesOf,
  isBrokenOff,
} from "@/lib/http/body_bytes.ts";
import { countedBody } from "@/lib/http/counted_body.ts";

/** What the middleware reads of a request's state. */
export interface VisitorState {
  /** The visitor, once the signature on the cookie was verified. */
  anonId: string | null;
}

/** How requests are recorded. */
export interface RecordOptions<State> {
  /** What goes on with a request. Default: what comes after in the app. */
  inner?: Middleware<State>;
  /** A clock that never goes back, milliseconds. Default: the process's. */
  elapsed?: () => number;
}

/**
 * Makes the middleware; it must be the first one of the app.
 *
 * @param recorder Where requests are counted.
 */
export function recordRequests<State extends VisitorState>(
  recorder: HttpRecorder,
  {
    inner = (ctx) => ctx.next(),
    elapsed = sinceStart,
  }: RecordOptions<State> = {},
): Middleware<State> {
  return async function recordRequest(ctx) {
    const exchange = new Exchange(recorder, ctx, elapsed);
    let response: Response;
    try {
      response = await inner(ctx);
    } catch (error) {
      exchange.fail(error);
      throw error;
    }
    return exchange.answer(response);
  };
}

function sinceStart(): number {
  return performance.now();
}

type Exchanged = Pick<Context<VisitorState>, "req" | "route" | "state">;

/**
 * One request and its response, for a function that counts what it answers
 * itself. It calls either `answer()` or `fail()`, once.
 */
export class Exchange {
  readonly #recorder: HttpRecorder;
  readonly #ctx: Exchanged;
  readonly #elapsed: () => number;
  readonly #startedMs: number;

  /**
   * Notes that a request came in.
   *
   * @param elapsed A clock that never goes back, milliseconds.
   */
  constructor(
    recorder: HttpRecorder,
    ctx: Exchanged,
    elapsed: () => number = sinceStart,
  ) {
    this.#recorder = recorder;
    this.#ctx = ctx;
    this.#elapsed = elapsed;
    this.#startedMs = elapsed();
    recorder.enter();
  }

  /** Counts a request that ended in an error nobody turned into a response. */
  fail(error: unknown): void {
    const status = error instanceof HttpError ? error.status : 500;
    this.#recorder.record(this.#seriesOf(status), this.#sampleOf(status));
    this.#recorder.leave();
  }

  /** Counts a response, and gives back one that may be sent. */
  answer(response: Response): Response {
    const { status } = response;
    const series = this.#seriesOf(status);
    const sample = this.#sampleOf(status);
    const fixedBytes = fixedBytesOf(response, this.#ctx.req.method);
    if (fixedBytes === undefined) return this.#follow(response, series, sample);
    sample.bytesOut = sample.bodyBytes = fixedBytes;
    this.#recorder.record(series, sample);
    this.#recorder.leave();
    return response;
  }

  #seriesOf(status: number): HttpSeries {
    const { req: { method }, route } = this.#ctx;
    const name = status < 400 ? STATIC_ROUTE : UNMATCHED_ROUTE;
    return this.#recorder.seriesOf({ route: route ?? name, method, status });
  }

  /** The request as it stands when the headers are out. */
  #sampleOf(status: number): HttpSample {
    const headersMs = this.#elapsed() - this.#startedMs;
    return {
      status,
      headersMs,
      durationMs: headersMs,
      bytesIn: bytesReadOf(this.#ctx.req),
      bytesOut: 0,
      bodyBytes: 0,
      isAborted: status === 400 && isBrokenOff(this.#ctx.req),
      anonId: this.#ctx.state.anonId ?? null,
    };
  }

  /** Counts a response whose body has yet to flow. */
  #follow(
    response: Response,
    series: HttpSeries,
    sample: HttpSample,
  ): Response {
    const recorder = this.#recorder;
    const isEventStream = isEvents(response);
    if (isEventStream) {
      this.#recorder.record(series, { ...sample, bodyBytes: null });
    }
    let bodyBytes = 0;
    const body = countedBody(response.body!, {
      onBytes(bytes) {
        bodyBytes += bytes;
        recorder.addFlow(series, { bytesOut: bytes });
      },
      onEnd: (isAborted) => {
        recorder.leave();
        const end = { status: sample.status, bodyBytes, isAborted };
        if (isEventStream) return recorder.endStream(series, end);
        const durationMs = this.#elapsed() - this.#startedMs;
        this.#recorder.record(series, { ...sample, ...end, durationMs });
      },
    });
    if (body === response.body) return response;
    const { status, statusText, headers } = response;
    return new Response(body, { status, statusText, headers });
  }
}

function isEvents({ headers }: Response): boolean {
  return headers.get("content-type")?.startsWith("text/event-stream") ?? false;
}
