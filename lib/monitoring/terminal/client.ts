/**
 * Asks a site's monitoring interface, and says in plain words why it cannot.
 *
 * @module
 */

const TIMEOUT_MS = 5_000;

/** Why the monitor cannot go on or must wait. */
export class MonitorError extends Error {
  /** Whether trying again cannot help. */
  readonly isFinal: boolean;

  /**
   * Makes an error to be shown as it is.
   *
   * @param message What is wrong, for the person at the terminal.
   * @param isFinal Whether trying again cannot help.
   */
  constructor(message: string, isFinal: boolean) {
    super(message);
    this.name = "MonitorError";
    this.isFinal = isFinal;
  }
}

/** Where to ask, and how. */
export interface MonitorClientDeps {
  /** Address of the site. */
  baseUrl: URL;
  /** Its `ADMIN_TOKEN`. */
  token: string;
  /** Sends a request; `fetch`, or a stand-in. */
  fetch: (url: URL, init: RequestInit) => Promise<Response>;
}

/**
 * Makes a reader of the site's JSON.
 *
 * @returns Reads one path; throws a {@link MonitorError}.
 */
export function createMonitorClient(
  { baseUrl, token, fetch }: MonitorClientDeps,
): (path: string) => Promise<unknown> {
  return async (path) => {
    const response = await ask(new URL(path, baseUrl));
    if (response.ok) {
      return await response.json().catch(() => {
        throw new MonitorError(`${baseUrl.origin} does not speak JSON`, true);
      });
    }
    await response.body?.cancel();
    throw refusalOf(baseUrl, response.status);
  };

  async function ask(url: URL): Promise<Response> {
    try {
      return await fetch(url, {
        headers: { authorization: `Bearer ${token}` },
        signal: AbortSignal.timeout(TIMEOUT_MS),
        redirect: "error",
      });
    } catch (error) {
      const isLate = error instanceof DOMException;
      throw new MonitorError(
        isLate
          ? `${baseUrl.origin} does not answer within 5 s`
          : `Cannot reach ${baseUrl.origin}`,
        false,
      );
    }
  }
}

function refusalOf({ origin }: URL, status: number): MonitorError {
  switch (status) {
    case 401:
      return new MonitorError(
        `${origin} refuses the token: set ADMIN_TOKEN to the one it runs with`,
        true,
      );
    case 404:
      return new MonitorError(`${origin} has no monitoring interface`, true);
    default:
      return new MonitorError(`${origin} answers with ${status}`, false);
  }
}
