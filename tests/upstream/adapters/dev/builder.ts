/**
 * `src/dev/builder.ts` for upstream's tests.
 *
 * @module
 */
import { Builder as OwnBuilder } from "../../../../fresh/src/dev/mod.ts";
import { missing } from "../../../../fresh/src/missing.ts";

let running = new AbortController();

/**
 * Our builder. A test that fails leaves its server running on a port that the
 * next one wants, and that one is not to fail for it.
 */
export class Builder extends OwnBuilder {
  /** Stops what an earlier test left, and serves. */
  override async listen(
    ...[importApp, options = {}]: Parameters<OwnBuilder["listen"]>
  ): Promise<void> {
    running.abort();
    running = new AbortController();
    const signals = [running.signal, options.signal ?? running.signal];
    await new Promise((resolve) => setTimeout(resolve, 50));
    const signal = AbortSignal.any(signals);
    let told: unknown;
    const onListen = (address: Deno.NetAddr) => {
      told = options.onListen?.(address);
    };
    await super.listen(importApp, { ...options, signal, onListen });
    // Some tests are in there, and theirs is the failure.
    await told;
  }
}

/** Names islands that are registered by hand, which ours does not do. */
export function specToName(): never {
  return missing("specToName()");
}
