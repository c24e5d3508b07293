/**
 * One thing that is checked: what it is, where it stands, and what to do.
 *
 * @module
 */

import type { ComponentChildren } from "preact";
import {
  Circle,
  CircleCheck,
  CircleMinus,
  CircleX,
  LoaderCircle,
  TriangleAlert,
} from "../report_icons.tsx";
import { fillIn } from "@/lib/i18n/catalogue.ts";
import type { CheckMessages } from "@/lib/i18n/check/messages.ts";
import type { CheckId, CheckResult } from "@/lib/protocol/check_reasons.ts";

/** What an item shows. */
export interface CheckItemProps {
  /** Which check. */
  id: CheckId;
  /** Where it stands. */
  result: CheckResult;
  /** Language of numbers. */
  locale: string;
  /** Texts of the page. */
  messages: CheckMessages;
  /** A picture or a meter. */
  children?: ComponentChildren;
}

const ICONS = {
  idle: Circle,
  running: LoaderCircle,
  ok: CircleCheck,
  warning: TriangleAlert,
  failed: CircleX,
  skipped: CircleMinus,
} as const;

/** One line of the list of results. */
export function CheckItem(props: CheckItemProps) {
  const { id, result: { status }, messages, children } = props;
  const Icon = ICONS[status];
  return (
    <li class="check-item" data-testid={`check-${id}`} data-status={status}>
      <Icon class="check-icon" size={24} aria-hidden="true" />
      <div class="check-body">
        <h3 class="check-name">{messages.checks[id].name}</h3>
        <span class="check-status">{messages.statuses[status]}</span>
        <Finding {...props} />
        {children}
      </div>
    </li>
  );
}

function Finding({ id, result, locale, messages }: CheckItemProps) {
  if ("problem" in result) {
    const { title, text } = messages.problems[result.problem];
    return (
      <p class="check-finding" data-problem={result.problem}>
        <strong>{title}</strong> {text}
      </p>
    );
  }
  if (result.status !== "ok") return null;
  return (
    <p class="check-finding">
      {messages.checks[id].ok}
      {result.tookMs !== undefined && (
        <span class="check-took">
          {fillIn(messages.took, { ms: inNumbers(result.tookMs, locale) })}
        </span>
      )}
    </p>
  );
}

function inNumbers(value: number, locale: string): string {
  return new Intl.NumberFormat(locale, { maximumFractionDigits: 0 })
    .format(value);
}
