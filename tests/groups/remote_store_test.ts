/**
 * Everything that is tested on a store of one process, once more on a store
 * that others may use at the same time.
 *
 * @module
 */

import { chooseStore } from "@/tests/helpers.ts";

chooseStore("remote");

for (
  const file of [
    "../lib/kv/store_test.ts",
    "../lib/matching/claim_test.ts",
    "../lib/matching/matchmaker_test.ts",
    "../lib/matching/next_test.ts",
    "../lib/matching/queue_test.ts",
    "../lib/matching/queue_model_test.ts",
    "../lib/matching/queue_presence_test.ts",
    "../lib/matching/queue_race_test.ts",
    "../lib/matching/tickets_test.ts",
    "../lib/signaling/descriptions_test.ts",
    "../lib/signaling/ice_log_test.ts",
    "../lib/signaling/leftovers_test.ts",
    "../lib/signaling/news_test.ts",
    "../lib/signaling/pairs_test.ts",
    "../routes/api/rtc/contract_test.ts",
    "../routes/api/rtc/events_test.ts",
    "../routes/api/rtc/queue_test.ts",
    "../routes/api/rtc/signaling_test.ts",
  ]
) await import(file);
