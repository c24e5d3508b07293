/**
 * The stage of the chat page: both pictures, and what is said over them.
 *
 * @module
 */

import type { ComponentChildren } from "preact";
import type { CallSession } from "@/lib/call/session.ts";
import { backdropOf, type CallView } from "@/lib/call/view.ts";
import type { ChatMessages, StatusName } from "@/lib/i18n/catalogue.ts";
import { MissingDevices } from "./MissingDevices.tsx";
import { Reconnecting } from "./Reconnecting.tsx";
import { RemoteVideo } from "./RemoteVideo.tsx";
import { SelfView } from "./SelfView.tsx";
import { StageCover } from "./StageCover.tsx";
import { StageTools } from "./StageTools.tsx";
import type { Wishes } from "./wishes.ts";

/** What the stage needs. */
export interface ChatStageProps {
  /** The visit as it is seen. */
  view: CallView;
  /** The visit; `null` until the page is alive. */
  session: CallSession | null;
  /** What the page says of it. */
  status: StatusName;
  /** What the visitor wishes. */
  wishes: Wishes;
  /** How good the connection is. */
  connection: ComponentChildren;
  /** Language of the page. */
  locale: string;
  /** Texts in that language. */
  messages: ChatMessages;
  /** Shows the visitor their own picture; `undefined` until it can. */
  onPreview: (() => void) | undefined;
}

/** Draws the stage. */
export function ChatStage(props: ChatStageProps) {
  const { view, session, wishes, locale, messages } = props;
  const { state, localStream } = view;
  const { isMirrored, isAutoNext } = wishes.preferences.value;
  const hasRemote = backdropOf(view) === "remote";
  const trouble = state.name === "live" ? state.trouble : null;
  return (
    <>
      <RemoteVideo
        view={view}
        preferences={wishes.preferences.value}
        messages={messages}
        onFirstFrame={() => session?.noteFirstFrame()}
      />
      <SelfView
        view={view}
        place={hasRemote ? "corner" : "stage"}
        isMirrored={isMirrored && wishes.facing.value === "user"}
        messages={messages}
      />
      <div class="scrim" />
      <StageCover
        view={view}
        status={props.status}
        isAutoNext={isAutoNext}
        filters={wishes.filters.value}
        onPreview={props.onPreview}
        onRelax={wishes.relax}
        onGoBack={() => session?.goBack()}
        onDeclineBack={() => session?.declineBack()}
        locale={locale}
        messages={messages}
        connection={props.connection}
      />
      {localStream && (
        <StageTools
          hasRemote={hasRemote}
          messages={messages}
          onSwitchCamera={wishes.switchCamera}
        />
      )}
      {trouble && (
        <Reconnecting trouble={trouble} locale={locale} messages={messages} />
      )}
      <MissingDevices
        view={view}
        messages={messages}
        onReopen={(kind) => void session?.reopenDevice(kind)}
      />
    </>
  );
}
