/**
 * Every text of the site outside the legal pages, as a type: a language that
 * misses one does not compile. Texts are plain strings, so that a page can
 * hand an island just its own part; `{name}` marks what is filled in later.
 *
 * @module
 */

import type {
  FailureReason,
  MediaErrorReason,
} from "@/lib/protocol/reasons.ts";

/** Everything the status line may say: a state of the visit, its call, a wait. */
export type StatusName =
  | "idle"
  | "offline"
  | "requesting-media"
  | "media-error"
  | "waiting"
  | "connecting"
  | "live"
  | "unreachable"
  | "reconnecting"
  | "peer-reconnecting"
  | "peer-left"
  | "failed"
  | "other-tab"
  | "stopped";

/** A heading and what follows from it. */
export type Notice = {
  readonly title: string;
  readonly text: string;
};

/** Texts that stand on every page. */
export type CommonMessages = {
  readonly tagline: string;
  readonly description: string;
  readonly startChatting: string;
  readonly home: string;
  readonly terms: string;
  readonly privacy: string;
  /** The way to the check page. */
  readonly check: string;
  readonly language: string;
  readonly skipToContent: string;
  readonly adultsOnly: string;
};

/** Texts of the landing page. */
export type LandingMessages = {
  readonly title: string;
  readonly lead: string;
  readonly ctaNote: string;
  readonly pictureLabel: string;
  readonly howTitle: string;
  readonly steps: readonly [Notice, Notice, Notice];
  readonly promisesTitle: string;
  readonly promises: readonly [Notice, Notice, Notice, Notice];
  readonly closing: string;
};

/** Texts of the chat page; handed to its island whole. */
export type ChatMessages = {
  readonly pageTitle: string;
  /** Shows the visitor's own picture, and nobody else. */
  readonly previewFirst: string;
  /** Where scripts are turned off. */
  readonly needsScript: string;
  readonly intro: {
    readonly title: string;
    readonly text: string;
    readonly expect: readonly [string, string, string];
  };
  /** What a visitor agrees to before the first call. */
  readonly gate: {
    readonly title: string;
    readonly text: string;
    /** `{terms}` is the link. */
    readonly rules: string;
    readonly rulesLink: string;
    readonly accept: string;
    readonly decline: string;
    /** Where a provider assures the age of visitors. */
    readonly ageCheck: string;
    /** The same for one who came back from there without that. */
    readonly ageUnknown: string;
    readonly acceptAndCheck: string;
  };
  /** Where this site is not offered. */
  readonly notServed: Notice;
  readonly status: Readonly<Record<StatusName, string>>;
  readonly waitingHint: string;
  /** While those who share an interest or the language come first. */
  readonly preferenceHint: string;
  /** Once that is over. */
  readonly preferenceOverHint: string;
  /** While nobody waits but somebody whom the visitor just met. */
  readonly nobodyElseHint: string;
  /** While the server cannot be reached. */
  readonly offlineHint: string;
  /** Over the picture of a broken call, by whose connection it is. */
  readonly reconnecting: {
    /** `{seconds}` is how long it has been. */
    readonly us: string;
    /** `{seconds}` is how long it has been. */
    readonly peer: string;
    readonly usHint: string;
    readonly peerHint: string;
  };
  readonly permissionHint: string;
  /** A number of people, by plural forms. */
  readonly online: string;
  /** `{time}` is how long people waited of late. */
  readonly usualWait: string;
  readonly relaxHint: string;
  readonly relax: string;
  /** Where the other side is gone and a search follows by itself. */
  readonly peerLeftHint: string;
  /** The same where none does. */
  readonly pressNextHint: string;
  /** After a Next that may have been a mistake. */
  readonly wayBack: {
    readonly goBack: string;
    readonly asking: string;
    /** To the one who was left. */
    readonly asked: string;
    readonly agree: string;
    readonly agreed: string;
    readonly decline: string;
  };
  readonly controls: {
    readonly start: string;
    readonly tryAgain: string;
    readonly takeOver: string;
    readonly next: string;
    readonly stop: string;
    readonly mute: string;
    readonly unmute: string;
    readonly cameraOff: string;
    readonly cameraOn: string;
    readonly filters: string;
    /** `{n}` is how many wishes there are. */
    readonly filtersOn: string;
    readonly settings: string;
    readonly switchCamera: string;
    readonly pip: string;
    readonly fullScreen: string;
    readonly exitFullScreen: string;
    readonly tapForSound: string;
    /** `{key}` is the key's name. */
    readonly nextShortcut: string;
    readonly toolbar: string;
  };
  /** Where a device is missing, and what to press for another one. */
  readonly missing: Readonly<
    Record<
      "audio" | "video",
      { readonly text: string; readonly action: string }
    >
  >;
  readonly settings: {
    readonly title: string;
    readonly camera: string;
    readonly microphone: string;
    readonly speaker: string;
    readonly byDefault: string;
    readonly level: string;
    readonly mirror: string;
    readonly volume: string;
    readonly autoNext: string;
    readonly hideAddress: string;
    readonly done: string;
  };
  /** What each key does. */
  readonly help: Readonly<
    Record<"title" | "next" | "mic" | "camera" | "text" | "help", string>
  >;
  /** What the two write to each other. */
  readonly text: {
    readonly title: string;
    /** Of the button; a number of texts, by plural forms. */
    readonly unread: string;
    /** Before the first text. */
    readonly empty: string;
    /** Nothing was heard of the other side's text chat, and may never be. */
    readonly notYet: string;
    /** The other side sent too much. */
    readonly flooded: string;
    readonly over: string;
    readonly field: string;
    readonly send: string;
    readonly close: string;
    readonly typing: string;
    /** Before one's own texts, for who hears them. */
    readonly us: string;
    /** Before theirs. */
    readonly them: string;
    readonly notSent: string;
    /** How many characters are left, by plural forms. */
    readonly left: string;
  };
  /** Title of a page in the background that found somebody. */
  readonly someoneIsHere: string;
  /** What the other side has turned off. */
  readonly peerOff: Readonly<Record<"camera" | "mic", string>>;
  readonly cameraIsOff: string;
  readonly localVideo: string;
  readonly remoteVideo: string;
  readonly filters: {
    readonly title: string;
    readonly iAm: string;
    readonly man: string;
    readonly woman: string;
    readonly notSaid: string;
    readonly meet: string;
    readonly everyone: string;
    readonly men: string;
    readonly women: string;
    readonly from: string;
    readonly anywhere: string;
    readonly addCountry: string;
    readonly iAmIn: string;
    readonly interests: string;
    readonly interestsHint: string;
    readonly add: string;
    /** `{what}` is a country or an interest. */
    readonly remove: string;
    readonly language: string;
    readonly notSaidLanguage: string;
    readonly note: string;
    readonly done: string;
  };
  readonly stopped: Notice;
  /** Start was pressed without a network. */
  readonly offline: Notice;
  readonly otherTab: Notice;
  readonly mediaErrors: Readonly<Record<MediaErrorReason, Notice>>;
  /** What to try where devices are blocked, on phones and tablets. */
  readonly blockedOn: Readonly<Record<"ios" | "android", string>>;
  readonly failures: Readonly<Record<FailureReason, Notice>>;
};

/** Texts of the error pages. */
export type ErrorMessages = {
  readonly notFound: Notice;
  readonly broken: Notice;
  readonly tooMany: Notice;
  readonly other: Notice;
  readonly toHome: string;
  readonly toChat: string;
};

/** One language's texts. */
export type Catalogue = {
  readonly common: CommonMessages;
  readonly landing: LandingMessages;
  readonly chat: ChatMessages;
  readonly errors: ErrorMessages;
};

/**
 * Fills in the `{name}` places of a text; one that is not given stays.
 *
 * @param template A text of the catalogue.
 * @param values What goes in, by name.
 */
export function fillIn(
  template: string,
  values: Readonly<Record<string, string>>,
): string {
  return template.replace(
    /\{(\w+)\}/g,
    (place, name: string) => values[name] ?? place,
  );
}
