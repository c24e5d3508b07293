/**
 * A line to the inspector of a process on this machine.
 *
 * @module
 */

import { z } from "zod";

const answerSchema = z.object({
  id: z.number().optional(),
  result: z.unknown().optional(),
  error: z.object({ message: z.string() }).optional(),
});

/** An open line; dispose of it to hang up. */
export class Inspector implements Disposable {
  readonly #socket: WebSocket;
  readonly #asked = new Map<number, PromiseWithResolvers<unknown>>();
  #lastId = 0;

  private constructor(socket: WebSocket) {
    this.#socket = socket;
    socket.onmessage = ({ data }) => this.#take(data);
    socket.onclose = () => {
      for (const { reject } of this.#asked.values()) {
        reject(new Error("Cannot hear the inspector: closed"));
      }
    };
  }

  /**
   * Calls the inspector of a process that was started with `--inspect`.
   *
   * @param output What the process printed; the address is in there.
   * @throws {Error} When there is no address, or nobody answers.
   */
  static async open(output: string): Promise<Inspector> {
    const address = /Debugger listening on (ws:\S+)/.exec(output)?.[1];
    if (address === undefined) throw new Error("Cannot inspect: no address");
    const socket = new WebSocket(address);
    await new Promise((resolve, reject) => {
      socket.onopen = resolve;
      socket.onerror = () => reject(new Error(`Cannot inspect ${address}`));
    });
    return new Inspector(socket);
  }

  /**
   * Calls a method, such as `Profiler.start`.
   *
   * @returns Its result, not yet parsed.
   * @throws {Error} With what the inspector says was wrong.
   */
  ask(method: string, params: object = {}): Promise<unknown> {
    const id = ++this.#lastId;
    const answer = Promise.withResolvers<unknown>();
    this.#asked.set(id, answer);
    this.#socket.send(JSON.stringify({ id, method, params }));
    return answer.promise;
  }

  /** Hangs up. */
  [Symbol.dispose](): void {
    this.#socket.close();
  }

  #take(data: string): void {
    const { id, result, error } = answerSchema.parse(JSON.parse(data));
    if (id === undefined) return; // An event, and not an answer.
    const asked = this.#asked.get(id);
    this.#asked.delete(id);
    if (error === undefined) asked?.resolve(result);
    else asked?.reject(new Error(`Cannot inspect: ${error.message}`));
  }
}
