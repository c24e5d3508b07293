/**
 * Runs one of the site's workers, as a page would.
 *
 * @module
 */

/** A running worker; dispose of it to end it. */
export interface RunningWorker<Request, Answer> extends Disposable {
  /** Sends something. */
  post(request: Request): void;
  /** Waits for what it says next. */
  next(): Promise<Answer>;
  /** Sends something, and waits for what it says next. */
  ask(request: Request): Promise<Answer>;
}

/**
 * Starts a worker.
 *
 * @param name Its file in `workers/`, without the ending.
 */
export function openWorker<Request, Answer>(
  name: string,
): RunningWorker<Request, Answer> {
  const url = new URL(`../../workers/${name}.ts`, import.meta.url);
  const worker = new Worker(url, { type: "module" });
  const answers: Answer[] = [];
  const waiting: PromiseWithResolvers<Answer>[] = [];
  worker.addEventListener("message", ({ data }) => {
    const next = waiting.shift();
    if (next === undefined) answers.push(data);
    else next.resolve(data);
  });
  worker.addEventListener("error", (event) => {
    event.preventDefault();
    waiting.shift()?.reject(new Error(event.message));
  });
  async function next(): Promise<Answer> {
    if (answers.length > 0) return answers.shift()!;
    const one = Promise.withResolvers<Answer>();
    waiting.push(one);
    return await one.promise;
  }
  return {
    post: (request) => worker.postMessage(request),
    next,
    ask(request) {
      worker.postMessage(request);
      return next();
    },
    [Symbol.dispose]: () => worker.terminate(),
  };
}
