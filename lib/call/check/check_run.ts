/**
 * One visit to the check page: runs every check and keeps what they found.
 *
 * @module
 */

import { stopTracks } from "../media/local_media.ts";
import type { CheckId, CheckResult } from "@/lib/protocol/check_reasons.ts";
import type { CheckDeps, CheckView } from "./check_deps.ts";
import { type DeviceOutcome, openDevices } from "./device_checks.ts";
import { HEARD_LEVEL } from "../media/level.ts";
import { checkNetwork } from "./network_checks.ts";
import { everyResult, NO_RESULTS, verdictOf } from "./verdict.ts";

/** How long a device may take to show or to say something, milliseconds. */
export const DEVICE_TIMEOUT_MS = 6_000;

/** Nothing checked, nothing open. */
export const INITIAL_CHECK: CheckView = {
  results: NO_RESULTS,
  verdict: "idle",
  picture: null,
  level: null,
};

/** Runs checks, again and again if wanted. */
export class CheckRun {
  readonly #deps: CheckDeps;
  #view: CheckView = INITIAL_CHECK;
  /** Replaced with every run: what an older one still finds is dropped. */
  #run = new AbortController();

  /** Makes one that has checked nothing. */
  constructor(deps: CheckDeps) {
    this.#deps = deps;
  }

  /** What the page shows. */
  get view(): CheckView {
    return this.#view;
  }

  /** Checks everything, from the start. */
  start(): void {
    this.stop();
    const { signal } = this.#run;
    this.#show({
      ...INITIAL_CHECK,
      results: everyResult({ status: "running" }),
    });
    const report = (id: CheckId, result: CheckResult) => {
      if (!signal.aborted) this.#set(id, result);
    };
    void this.#checkDevices(signal);
    void checkNetwork({ ...this.#deps, signal }, report);
  }

  /** Turns the devices off and drops what is still under way. */
  stop(): void {
    this.#run.abort();
    this.#run = new AbortController();
    this.#show({ picture: null, level: null });
  }

  /** The page saw a picture of the camera. */
  noteFrame(): void {
    if (this.#view.picture) this.#set("camera", { status: "ok" });
  }

  async #checkDevices(signal: AbortSignal): Promise<void> {
    const { camera, microphone } = await openDevices(this.#deps);
    for (const outcome of [camera, microphone]) {
      if (!("stream" in outcome)) continue;
      const close = () => stopTracks(outcome.stream);
      if (signal.aborted) close();
      signal.addEventListener("abort", close, { once: true });
    }
    if (signal.aborted) return;
    this.#watchCamera(camera, signal);
    this.#watchMicrophone(microphone, signal);
  }

  #watchCamera(outcome: DeviceOutcome, signal: AbortSignal): void {
    if ("problem" in outcome) {
      return this.#set("camera", {
        status: "failed",
        problem: outcome.problem,
      });
    }
    this.#show({ picture: outcome.stream });
    this.#later(signal, () => {
      if (this.#view.results.camera.status !== "running") return;
      this.#set("camera", { status: "warning", problem: "camera-dark" });
    });
  }

  #watchMicrophone(outcome: DeviceOutcome, signal: AbortSignal): void {
    if ("problem" in outcome) {
      return this.#set("microphone", {
        status: "failed",
        problem: outcome.problem,
      });
    }
    const stop = this.#deps.listen(outcome.stream, (level) => {
      const isHeard = level >= HEARD_LEVEL;
      const { status } = this.#view.results.microphone;
      if (isHeard && status !== "ok") this.#set("microphone", { status: "ok" });
      this.#show({ level });
    });
    signal.addEventListener("abort", stop, { once: true });
    this.#later(signal, () => {
      if (this.#view.results.microphone.status !== "running") return;
      this.#set("microphone", {
        status: "warning",
        problem: "microphone-silent",
      });
    });
  }

  #later(signal: AbortSignal, callback: () => void): void {
    const cancel = this.#deps.timers.after(DEVICE_TIMEOUT_MS, callback);
    signal.addEventListener("abort", cancel, { once: true });
  }

  #set(id: CheckId, result: CheckResult): void {
    const results = { ...this.#view.results, [id]: result };
    this.#show({ results });
  }

  #show(change: Partial<CheckView>): void {
    const view = { ...this.#view, ...change };
    this.#view = { ...view, verdict: verdictOf(view.results) };
    this.#deps.onChange(this.#view);
  }
}
