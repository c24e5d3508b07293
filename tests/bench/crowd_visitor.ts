/**
 * One visitor of a crowd, from the first cookie to the last candidate.
 *
 * @module
 */

import { setTimeout as delay } from "node:timers/promises";
import {
  EAGER_INTERVAL_MS,
  pollDelayMs,
} from "@/lib/call/signaling/poll_schedule.ts";
import type { CrowdRun, Meeting } from "./crowd_run.ts";
import type {
  Answer,
  HttpConnection,
  RequestParts,
} from "./http_connection.ts";
import { SDP_END, withoutSdp } from "./sdp.ts";

const CANDIDATES_EACH_WAY = 8;

/** JSON text of each candidate; everybody has the same. */
const CANDIDATES = Array.from(
  { length: CANDIDATES_EACH_WAY },
  (_, i) =>
    JSON.stringify({
      candidate: `candidate:${i} 1 udp 2122260223 192.0.2.${i} 50000 typ host`,
      sdpMid: "0",
      sdpMLineIndex: 0,
    }),
);

/** Pause before one who found nobody asks again, where all else is told. */
const TOLD_POLL_MS = 10;

/** Pause of one who is asked to come back later; pages wait longer. */
const REFUSED_PAUSE_MS = 200;

interface Match {
  pairId: string;
  role: "caller" | "callee";
}

/** A visitor with a cookie of their own. */
export class CrowdVisitor {
  readonly #run: CrowdRun;
  readonly #connection: HttpConnection;
  #cookie = "";
  #meeting!: Meeting;

  constructor(run: CrowdRun, connection: HttpConnection) {
    this.#run = run;
    this.#connection = connection;
  }

  /** Makes one call and counts it. */
  async call(): Promise<void> {
    const startedAt = performance.now();
    await this.#timed("init", async () => {
      const { cookie } = await this.#send(200, "GET", "/api/anon/init");
      this.#cookie = cookie!;
    });
    await this.#timed("enqueue", async () => {
      await this.#send(204, "POST", "/api/rtc/enqueue", { text: "{}" });
    });
    const match = await this.#timed("matched", () => this.#match());
    this.#meeting = this.#run.meetingOf(match.pairId);
    await this.#timed("descriptions", () => this.#describe(match));
    await this.#timed("candidates", () => this.#exchange(match));
    this.#run.noteVisit(performance.now() - startedAt);
  }

  /** Leaves, so that nobody of the next run is paired with one who is gone. */
  async leave(): Promise<void> {
    const cookie = this.#cookie;
    if (cookie === "") return;
    await this.#connection.request("POST", "/api/rtc/leave", { cookie });
  }

  async #timed<T>(name: string, part: () => Promise<T>): Promise<T> {
    const startedAt = performance.now();
    const result = await part();
    this.#run.notePart(name, performance.now() - startedAt);
    return result;
  }

  async #match(): Promise<Match> {
    for (let asked = 1;; asked++) {
      const answer = await this.#ask("POST", "/api/rtc/matchmake");
      if (answer.status === 200) return JSON.parse(answer.body);
      const pauseMs = this.#run.pace === "told"
        ? TOLD_POLL_MS
        : pollDelayMs("relaxed", { emptyPolls: asked, quietMs: 0 }, () => 0.5);
      await this.#run.wait(delay(pauseMs));
    }
  }

  async #describe({ pairId, role }: Match): Promise<void> {
    const post = async (kind: string) => {
      await this.#send(204, "POST", `/api/rtc/${kind}`, {
        text: `{"pairId":"${pairId}","sdp":`,
        tail: SDP_END,
      });
      this.#meeting.tell(kind);
    };
    const read = async (kind: string) => {
      const { body } = await this.#await(kind, kind, pairId);
      if (withoutSdp(body) === null) throw new Error(`${kind} was changed`);
    };
    if (role === "caller") {
      await post("offer");
      await read("answer");
    } else {
      await read("offer");
      await post("answer");
    }
  }

  async #exchange({ pairId, role }: Match): Promise<void> {
    for (const candidate of CANDIDATES) {
      await this.#send(204, "POST", "/api/rtc/ice", {
        text: `{"pairId":"${pairId}","candidate":${candidate}}`,
      });
    }
    this.#meeting.tell(`candidates of ${role}`);
    const peer = role === "caller" ? "callee" : "caller";
    const seen: string[] = [];
    while (seen.length < CANDIDATES_EACH_WAY) {
      const { body } = await this.#await(
        `candidates of ${peer}`,
        "ice",
        pairId,
      );
      for (const { cand } of JSON.parse(body)) seen.push(cand.candidate);
    }
    const isInOrder = seen.every((line, i) =>
      line.startsWith(`candidate:${i} `)
    );
    if (!isInOrder || seen.length > CANDIDATES_EACH_WAY) {
      throw new Error(`candidates: ${seen.join()}`);
    }
  }

  /** Reads what the other member posts: when told, or by asking over and over. */
  async #await(what: string, path: string, pairId: string): Promise<Answer> {
    if (this.#run.pace === "told") {
      await this.#run.wait(this.#meeting.hear(what));
    }
    while (true) {
      const askedAt = performance.now();
      const url = `/api/rtc/${path}?pairId=${pairId}`;
      const answer = await this.#ask("GET", url);
      if (answer.status === 200) return answer;
      if (this.#run.pace === "told") throw new Error(`${what}: not there`);
      const leftMs = askedAt + EAGER_INTERVAL_MS - performance.now();
      if (leftMs > 0) await this.#run.wait(delay(leftMs));
    }
  }

  /** Asks for what may not be there yet. */
  async #ask(method: "GET" | "POST", path: string): Promise<Answer> {
    const answer = await this.#request(method, path);
    if (answer.status === 200 || answer.status === 204) return answer;
    throw new Error(`${method} ${path}: ${answer.status} ${answer.body}`);
  }

  async #send(
    status: number,
    method: "GET" | "POST",
    path: string,
    parts?: RequestParts,
  ): Promise<Answer> {
    const answer = await this.#request(method, path, parts);
    if (answer.status === status) return answer;
    throw new Error(`${method} ${path}: ${answer.status} ${answer.body}`);
  }

  async #request(
    method: "GET" | "POST",
    path: string,
    parts: RequestParts = {},
  ): Promise<Answer> {
    parts.cookie = this.#cookie;
    while (true) {
      this.#run.check();
      const answer = await this.#connection.request(method, path, parts);
      this.#run.requests++;
      if (answer.status !== 503) return answer;
      this.#run.refused++;
      await this.#run.wait(delay(REFUSED_PAUSE_MS));
    }
  }
}
