/**
 * The site in English.
 *
 * @module
 */

import type { Catalogue } from "./catalogue.ts";
import { en as landing } from "./landing/en.ts";

/** English texts. */
export const en: Catalogue = {
  common: {
    tagline: "Face to face with someone new",
    description:
      "Random one-to-one video chat in your browser. No account, no app: press Start and talk.",
    startChatting: "Start chatting",
    home: "Home",
    terms: "Terms",
    privacy: "Privacy",
    check: "Check camera and connection",
    language: "Language",
    skipToContent: "Skip to content",
    adultsOnly: "For adults, 18 and over",
  },
  landing,
  chat: {
    pageTitle: "Chat",
    previewFirst: "See yourself first",
    needsScript:
      "A video call needs JavaScript. Turn it on for this site and reload the page.",
    intro: {
      title: "Meet someone new",
      text: "One press, and you are face to face.",
      expect: [
        "Your browser asks for camera and microphone. The other person sees and hears you at once.",
        "Video goes straight from browser to browser. Nothing is recorded.",
        "Not your kind of talk? Next brings someone else, Stop ends it.",
      ],
    },
    gate: {
      title: "Before you start",
      text:
        "You are about to meet strangers, live. Be kind, keep your clothes on, and press Next whenever you like.",
      rules: "Parley is for adults. By going on you accept the {terms}.",
      rulesLink: "rules and terms",
      accept: "I am 18 or older",
      decline: "Not now",
      ageCheck:
        "We have to be sure that you are an adult. A service we trust checks that and tells us nothing but yes or no.",
      ageUnknown:
        "We could not make sure that you are an adult. You can try again.",
      acceptAndCheck: "Go on and show my age",
    },
    notServed: {
      title: "Not available where you are",
      text: "Parley is not offered in your country.",
    },
    status: {
      idle: "Ready when you are",
      offline: "Waiting for the internet",
      "requesting-media": "Waiting for your camera",
      "media-error": "No camera yet",
      waiting: "Looking for someone",
      connecting: "Found someone, connecting",
      live: "Connected",
      unreachable: "No connection, still looking",
      reconnecting: "Reconnecting",
      "peer-reconnecting": "The other side is reconnecting",
      "peer-left": "They left",
      failed: "That did not work",
      "other-tab": "Chatting in another tab",
      stopped: "You left the chat",
    },
    waitingHint: "This can take a moment. Time to check your hair.",
    preferenceHint: "Whoever shares your interests or language comes first.",
    preferenceOverHint:
      "Nobody shares your interests or language right now: whoever fits comes next.",
    nobodyElseHint:
      "Nobody else is here yet. If it stays that way, you will see each other again.",
    offlineHint:
      "We cannot reach our server. As soon as it answers, the search goes on by itself.",
    reconnecting: {
      us: "Reconnecting… {seconds} s",
      peer: "The other side is reconnecting… {seconds} s",
      usHint: "The line broke. We are finding another way to the same person.",
      peerHint: "They will be back in a moment, or press Next.",
    },
    online: "one={n} person is here|other={n} people are here",
    usualWait: "usually about {time}",
    relaxHint: "Nobody fits your wishes yet.",
    relax: "Meet anyone now",
    wayBack: {
      goBack: "Go back?",
      asking: "Asking them to come back…",
      asked: "They pressed Next by mistake. Go on talking?",
      agree: "Yes, go on",
      agreed: "Going back…",
      decline: "No, thanks",
    },
    peerLeftHint: "Finding someone new for you.",
    pressNextHint: "Press Next to meet someone else.",
    permissionHint: "Please allow camera and microphone in your browser.",
    controls: {
      start: "Start",
      tryAgain: "Try again",
      takeOver: "Take over here",
      next: "Next",
      stop: "Stop",
      mute: "Mute microphone",
      unmute: "Unmute microphone",
      cameraOff: "Turn camera off",
      cameraOn: "Turn camera on",
      filters: "Whom you meet",
      filtersOn: "Whom you meet, {n} set",
      settings: "Devices and settings",
      switchCamera: "Switch camera",
      pip: "Picture in picture",
      fullScreen: "Full screen",
      exitFullScreen: "Leave full screen",
      tapForSound: "Tap for sound",
      nextShortcut: "Press {key} for the next person",
      toolbar: "Call controls",
    },
    missing: {
      audio: {
        text: "No microphone: they cannot hear you.",
        action: "Use another microphone",
      },
      video: {
        text: "No camera: they cannot see you.",
        action: "Use another camera",
      },
    },
    settings: {
      title: "Devices and settings",
      camera: "Camera",
      microphone: "Microphone",
      speaker: "Speaker",
      byDefault: "Chosen by the browser",
      level: "Loudness of your microphone",
      mirror: "Show me as in a mirror",
      volume: "Loudness of the other person",
      autoNext: "When they leave, look for the next one",
      hideAddress: "Hide my IP address from the next call on",
      done: "Done",
    },
    help: {
      title: "Keyboard",
      next: "Next person",
      mic: "Microphone on or off",
      camera: "Camera on or off",
      text: "Text chat",
      help: "This list",
    },
    text: {
      title: "Text chat",
      unread:
        "one=Text chat, {n} new message|other=Text chat, {n} new messages",
      empty: "Only the two of you see this. It is gone with Next.",
      notYet: "You can write as soon as the other side's page answers.",
      flooded: "They sent too much at once, so text chat is closed.",
      over: "This call is over. The texts go with the next one.",
      field: "Write something",
      send: "Send",
      close: "Close text chat",
      typing: "They are writing…",
      us: "You:",
      them: "They wrote:",
      notSent: "Not sent. Wait a moment and try again.",
      left: "one={n} character left|other={n} characters left",
    },
    someoneIsHere: "Someone is here!",
    peerOff: { camera: "Their camera is off", mic: "Their microphone is off" },
    cameraIsOff: "Camera off",
    localVideo: "Your own picture",
    remoteVideo: "The other person",
    filters: {
      title: "Whom you meet",
      iAm: "I am",
      man: "A man",
      woman: "A woman",
      notSaid: "Not saying",
      meet: "I want to meet",
      everyone: "Everyone",
      men: "Men",
      women: "Women",
      from: "From",
      anywhere: "Anywhere in the world",
      addCountry: "Add a country",
      iAmIn: "I am in",
      interests: "I like to talk about",
      interestsHint: "Up to five. Whoever shares one comes first.",
      add: "Add",
      remove: "Remove {what}",
      language: "I speak",
      notSaidLanguage: "Not saying",
      note:
        "It has to suit both sides: the narrower your wishes, the longer the wait.",
      done: "Done",
    },
    stopped: {
      title: "See you around",
      text: "Camera and microphone are off. Come back whenever you like.",
    },
    offline: {
      title: "You are offline",
      text: "We start by ourselves as soon as your connection is back.",
    },
    otherTab: {
      title: "You are chatting in another tab",
      text:
        "One chat at a time in this browser. Go on there, or take over here; the chat there ends.",
    },
    mediaErrors: {
      denied: {
        title: "Camera and microphone are blocked",
        text:
          "Click the camera symbol next to the address, allow both, and try again.",
      },
      "no-device": {
        title: "No camera or microphone found",
        text: "Plug one in or switch it on, then try again.",
      },
      "in-use": {
        title: "Your camera is busy",
        text: "Another app or tab is using it. Close that one and try again.",
      },
      insecure: {
        title: "This page is not secure",
        text:
          "Browsers give the camera only to pages opened over https. Check the address.",
      },
      unknown: {
        title: "The camera did not start",
        text:
          "Your browser gave no reason. Reload the page, or try another browser.",
      },
    },
    blockedOn: {
      ios:
        "Open Settings, Apps, Safari (or your browser), set Camera and Microphone to Allow, then reload this page.",
      android:
        "Tap the symbol left of the address, then Permissions, allow camera and microphone, and try again.",
    },
    failures: {
      "no-offer": {
        title: "They never called",
        text: "The other person vanished before the call began. It happens.",
      },
      "no-answer": {
        title: "No answer",
        text: "The other person did not pick up.",
      },
      "no-candidates": {
        title: "The other side fell silent",
        text: "Their browser stopped half way.",
      },
      "negotiation-failed": {
        title: "The browsers did not understand each other",
        text: "One of the two may be very old. Try the next person.",
      },
      "ice-failed": {
        title: "No way through",
        text:
          "Your two networks would not let the video pass. Try the next person; if it keeps happening, try another network.",
      },
      "relay-refused": {
        title: "Our relay turned us away",
        text:
          "This call needed a relay, and ours did not let you in. That is our mistake, not yours. Reload the page and try again; if you hide your address, showing it may help.",
      },
      "dtls-failed": {
        title: "No secure line",
        text:
          "The connection could not be encrypted, so we did not make it. Try the next person.",
      },
      "connection-lost": {
        title: "Your connection is gone",
        text:
          "We could not get you back into the call. Check your network, then press Next.",
      },
      "peer-lost": {
        title: "They lost their connection",
        text: "The other person did not come back.",
      },
      "signal-lost": {
        title: "We cannot reach our server",
        text: "Check your internet connection, then try again.",
      },
      refused: {
        title: "We could not let you in",
        text:
          "The server turned this request down. Reload the page and try again.",
      },
    },
  },
  errors: {
    notFound: {
      title: "Nobody here",
      text: "This page does not exist, or it left without saying goodbye.",
    },
    broken: {
      title: "We lost the thread",
      text:
        "Something broke on our side. It has been noted; please try again in a moment.",
    },
    tooMany: {
      title: "Too many requests at once",
      text: "They came from your network. Please try again in a moment.",
    },
    other: {
      title: "That did not work",
      text: "This request could not be answered. Please go back and try again.",
    },
    toHome: "To the home page",
    toChat: "Meet someone instead",
  },
};
