/**
 * `deno task acceptance BASE_URL`: walks two visitors through a deployment and
 * prints what was expected and what came. Exits with 1 on a difference.
 *
 * @module
 */

import { acceptanceSteps } from "./steps.ts";

const USAGE = "usage: deno task acceptance BASE_URL\n";

function print(text: string): void {
  Deno.stdout.writeSync(new TextEncoder().encode(text));
}

function parseBaseUrl(text: string | undefined): string | null {
  const url = text === undefined ? null : URL.parse(text);
  const isHttp = url?.protocol === "http:" || url?.protocol === "https:";
  return isHttp ? url!.origin : null;
}

/** A request that failed says why in its cause: a certificate, say. */
function reasonOf({ message, cause }: Error): string {
  return cause instanceof Error ? `${message}: ${cause.message}` : message;
}

const baseUrl = parseBaseUrl(Deno.args[0]);
if (baseUrl === null) {
  print(USAGE);
  Deno.exit(2);
}

let differences = 0;
try {
  for await (const step of acceptanceSteps(baseUrl)) {
    const isSame = step.expected === step.actual;
    if (!isSame) differences++;
    print(
      `${isSame ? "ok  " : "DIFF"} ${step.name}\n` +
        `       expected ${step.expected}\n` +
        `       actual   ${step.actual}\n`,
    );
  }
} catch (error) {
  differences++;
  print(`DIFF the walk broke off: ${reasonOf(error as Error)}\n`);
}
print(differences === 0 ? "accepted\n" : `${differences} differences\n`);
Deno.exit(differences === 0 ? 0 : 1);
