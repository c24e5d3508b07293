/**
 * Reads server-sent events off a response, as a browser would.
 *
 * @module
 */

/** One event as it came. */
export interface ReceivedEvent {
  /** Its name. */
  name: string;
  /** Its data, parsed. */
  // deno-lint-ignore no-explicit-any -- tests look into data of every shape
  data: any;
  /** What a browser would send back as `Last-Event-ID` from here on. */
  id: string;
}

/** An event stream that is being read; dispose of it to hang up. */
export class EventReader implements AsyncDisposable {
  readonly #reader: ReadableStreamDefaultReader<string>;
  readonly #events: ReceivedEvent[] = [];
  #text = "";
  #id = "";
  /** Comments that came, such as keep-alives. */
  comments = 0;

  /** Begins to read. */
  constructor(response: Response) {
    this.#reader = response.body!
      .pipeThrough(new TextDecoderStream() as ReadableWritablePair)
      .getReader();
  }

  /** Id of the last event, or of the position that was told. */
  get lastId(): string {
    return this.#id;
  }

  /** Waits for the next event; `null` when the stream has ended. */
  async next(): Promise<ReceivedEvent | null> {
    while (true) {
      const event = this.#events.shift();
      if (event !== undefined) return event;
      if (!await this.#read()) return null;
    }
  }

  /** Waits until the stream has told where reading would go on. */
  async position(): Promise<string> {
    while (this.#id === "") await this.#read();
    return this.#id;
  }

  /** Waits for this many events. */
  async take(count: number): Promise<ReceivedEvent[]> {
    const events: ReceivedEvent[] = [];
    while (events.length < count) {
      const event = await this.next();
      if (event === null) break;
      events.push(event);
    }
    return events;
  }

  /** Hangs up. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.#reader.cancel();
  }

  async #read(): Promise<boolean> {
    const { done, value } = await this.#reader.read();
    if (done) return false;
    const blocks = (this.#text + value).split("\n\n");
    this.#text = blocks.pop()!;
    for (const block of blocks) this.#parse(block);
    return true;
  }

  #parse(block: string): void {
    let [name, data] = ["", ""];
    for (const line of block.split("\n")) {
      const [field, ...rest] = line.split(": ");
      const value = rest.join(": ");
      if (field === "event") name = value;
      if (field === "data") data += value;
      if (field === "id") this.#id = value;
      if (field === "") this.comments++;
    }
    if (data === "" || name === "ready") return;
    this.#events.push({ name, data: JSON.parse(data), id: this.#id });
  }
}
