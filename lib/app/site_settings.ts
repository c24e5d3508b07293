/**
 * What admins may set while the site runs, over what the environment says.
 *
 * @module
 */

import type { Store } from "@/lib/kv/store.ts";
import type { Log } from "@/lib/log.ts";
import {
  ALERT_FIGURES,
  type AlertFigureName,
  toAlertFigures,
} from "@/lib/monitoring/alerts/settings.ts";
import {
  TURN_PRICE_FIGURES,
  type TurnPrice,
} from "@/lib/monitoring/history/turn_price.ts";
import {
  RETENTION_DEFAULTS,
  RETENTION_FIGURES,
  type RetentionName,
} from "@/lib/monitoring/retention.ts";
import { KeptFigures } from "@/lib/settings/kept_figures.ts";
import type { Config } from "./config.ts";

/** The groups of numbers. */
export interface SiteSettings {
  /** When alerts open. */
  alerts: KeptFigures<AlertFigureName>;
  /** What relaying costs. */
  turnPrice: KeptFigures<keyof TurnPrice>;
  /** How long things are kept. */
  retention: KeptFigures<RetentionName>;
}

/** Puts the groups together. */
export function createSettings(
  { store, log, config }: {
    store: Store;
    log: Log;
    config: Pick<Config, "alerts" | "turnCostPerGb">;
  },
): SiteSettings {
  return {
    alerts: new KeptFigures({
      store,
      log,
      group: "alerts",
      figures: ALERT_FIGURES,
      defaults: toAlertFigures(config.alerts),
    }),
    turnPrice: new KeptFigures({
      store,
      log,
      group: "turn-price",
      figures: TURN_PRICE_FIGURES,
      defaults: {
        perGbUsd: config.turnCostPerGb,
        freeGbPerMonth: 0,
        monthlyFeeUsd: 0,
      },
    }),
    retention: new KeptFigures({
      store,
      log,
      group: "retention",
      figures: RETENTION_FIGURES,
      defaults: RETENTION_DEFAULTS,
    }),
  };
}
