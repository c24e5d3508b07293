/**
 * Who sent a request, as the server says it.
 *
 * @module
 */

/**
 * Knows the address of a connection, which is asked for more than once. Deno
 * writes it anew at each look, and takes half a microsecond for it.
 */
export class Sender implements Deno.ServeHandlerInfo<Deno.NetAddr> {
  /** The other end of the connection. */
  readonly remoteAddr: Deno.NetAddr;
  readonly #info: Deno.ServeHandlerInfo<Deno.NetAddr>;

  /** Looks the address up; the rest is asked for when it is needed. */
  constructor(info: Deno.ServeHandlerInfo<Deno.NetAddr>) {
    this.remoteAddr = info.remoteAddr;
    this.#info = info;
  }

  /** Settles once the answer was sent, or could not be. */
  get completed(): Promise<void> {
    return this.#info.completed;
  }
}
