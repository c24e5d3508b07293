/**
 * Connections of a crowd to its server, kept open.
 *
 * @module
 */

import { HttpConnection } from "@/tests/bench/http_connection.ts";
import type { Transport } from "./crowd.ts";

const CONNECTIONS = 100;

/** Connections that requests take turns on. */
export class Connections implements Transport, Disposable {
  readonly #free: HttpConnection[];
  readonly #waiting: ((connection: HttpConnection) => void)[] = [];

  private constructor(free: HttpConnection[]) {
    this.#free = free;
  }

  /** Opens all of them. */
  static async open(baseUrl: string): Promise<Connections> {
    const opening = Array.from(
      { length: CONNECTIONS },
      () => HttpConnection.open(baseUrl),
    );
    return new Connections(await Promise.all(opening));
  }

  /** Sends a request as soon as a connection is free. */
  async request(
    ...[method, path, options]: Parameters<Transport["request"]>
  ): ReturnType<Transport["request"]> {
    const connection = this.#free.pop() ??
      await new Promise<HttpConnection>((resolve) =>
        this.#waiting.push(resolve)
      );
    try {
      return await connection.request(method, path, options);
    } finally {
      const next = this.#waiting.shift();
      if (next === undefined) this.#free.push(connection);
      else next(connection);
    }
  }

  /** Closes all of them. */
  [Symbol.dispose](): void {
    for (const connection of this.#free) connection[Symbol.dispose]();
  }
}
