/**
 * What comes of knocking at the door to everything that is for admins.
 *
 * @module
 */

import type { SecondStep } from "./second_factor.ts";

/** What came of a guess at the password. */
export type Guess =
  /** It is right; `token` opens the session that was made. */
  | { isRight: true; token: string }
  /** It is right, and a passkey is asked for. */
  | { isRight: true; token: null; step: SecondStep }
  /** It is wrong, or there were too many for so many seconds to come. */
  | { isRight: false; waitSeconds: number };

/** What came of an answer to the second step. */
export type SecondGuess =
  | { isRight: true; token: string }
  /**
   * It is wrong, or there were too many for so many seconds. `step` asks again;
   * `null`: begin with the password again.
   */
  | { isRight: false; waitSeconds: number; step: SecondStep | null };
