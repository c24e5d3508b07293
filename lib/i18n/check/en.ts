/**
 * The check page in English.
 *
 * @module
 */

import type { CheckMessages } from "./messages.ts";

/** English texts. */
export const checkEn: CheckMessages = {
  pageTitle: "Check camera and connection",
  title: "Will a call work here?",
  lead:
    "Find out in ten seconds: your camera, your microphone, and the ways your network leaves open.",
  promise:
    "Picture and sound stay on this page. Nothing is sent to anybody, nothing is recorded.",
  needsScript:
    "This check needs JavaScript. Turn it on for this site and reload the page.",
  start: "Start the check",
  again: "Check again",
  stop: "Turn camera off",
  toChat: "To the chat",
  list: "Results",
  picture: "Your own picture",
  meter: "Loudness of your microphone",
  checks: {
    camera: { name: "Camera", ok: "We see your picture." },
    microphone: { name: "Microphone", ok: "We hear you." },
    server: { name: "Our server", ok: "It answers." },
    events: { name: "News from our server", ok: "It arrives at once." },
    stun: {
      name: "Direct way",
      ok: "Your network lets calls go straight to the other person.",
    },
    "turn-udp": { name: "Relay over UDP", ok: "The relay answers." },
    "turn-tcp": { name: "Relay over TCP", ok: "The relay answers." },
    "turn-tls": { name: "Relay over TLS", ok: "The relay answers." },
  },
  took: "{ms} ms",
  statuses: {
    idle: "Not checked",
    running: "Checking",
    ok: "Works",
    warning: "Look here",
    failed: "Does not work",
    skipped: "Left out",
  },
  problems: {
    "camera-denied": {
      title: "The camera is blocked.",
      text:
        "Click the symbol next to the address of this page, allow the camera, and check again. On a phone, see the browser's entry in the phone's settings, too.",
    },
    "camera-missing": {
      title: "No camera found.",
      text: "Plug one in or switch it on, then check again.",
    },
    "camera-busy": {
      title: "Another program has the camera.",
      text: "Close other video apps and tabs, then check again.",
    },
    "camera-dark": {
      title: "The camera is on, but no picture comes.",
      text:
        "Is a cover closed, or another program using it? Unplug it and plug it in again, or restart the browser.",
    },
    "camera-unknown": {
      title: "The camera did not start.",
      text: "Your browser gave no reason. Restart it, or try another one.",
    },
    "microphone-denied": {
      title: "The microphone is blocked.",
      text:
        "Click the symbol next to the address of this page, allow the microphone, and check again. On a phone, see the browser's entry in the phone's settings, too.",
    },
    "microphone-missing": {
      title: "No microphone found.",
      text: "Plug one in or switch it on, then check again.",
    },
    "microphone-busy": {
      title: "Another program has the microphone.",
      text: "Close other calls, then check again.",
    },
    "microphone-silent": {
      title: "We hear nothing.",
      text:
        "Say something. If the bar stays still: is the microphone muted, or is another one chosen in the browser?",
    },
    "microphone-unknown": {
      title: "The microphone did not start.",
      text: "Your browser gave no reason. Restart it, or try another one.",
    },
    insecure: {
      title: "This page is not secure.",
      text:
        "Browsers give camera and microphone only to pages opened over https. Check the address.",
    },
    "server-unreachable": {
      title: "No answer.",
      text: "Check your internet connection, then check again.",
    },
    "server-slow": {
      title: "It answers slowly.",
      text:
        "Finding somebody takes longer. Come closer to your router, or stop downloads.",
    },
    "events-held-up": {
      title: "News is held up on the way.",
      text:
        "A proxy or a virus scanner may be in between. Calls work all the same; they only begin a little later.",
    },
    "stun-blocked": {
      title: "Your network blocks the direct way.",
      text:
        "Firewalls of companies and schools do this, and some VPNs. Calls then need a relay. Turn the VPN off, or try another network.",
    },
    "relay-udp-blocked": {
      title: "No answer over UDP.",
      text: "Your network blocks it, or the relay is down.",
    },
    "relay-tcp-blocked": {
      title: "No answer over TCP.",
      text: "Your network blocks it, or the relay is down.",
    },
    "relay-tls-blocked": {
      title: "No answer over TLS.",
      text:
        "This is the way through the strictest networks. Yours blocks it, or the relay is down.",
    },
    "relay-refused": {
      title: "The relay turned us away.",
      text:
        "Its credentials are wrong or too old. That is our mistake, not yours: reload the page, and tell us if it stays.",
    },
    "relay-full": {
      title: "The relay is full.",
      text: "Too many calls go over it. Try again in a while.",
    },
    "no-stun": {
      title: "This site has no server for it.",
      text: "Calls work only within one network, or over a relay.",
    },
    "no-relay": {
      title: "This site has no such relay.",
      text: "Nothing to do on your side.",
    },
    "server-unused": {
      title: "This browser does not ask this server.",
      text:
        "It blocks the server's port, so we cannot tell whether this way is open. Another browser may tell.",
    },
    unsupported: {
      title: "This browser cannot make calls.",
      text:
        "Video calls are missing from it or turned off. Try a newer browser.",
    },
  },
  verdicts: {
    idle: {
      title: "Ready",
      text: "Your browser will ask for camera and microphone. Say yes.",
    },
    running: { title: "Checking", text: "Say something while you wait." },
    good: { title: "All is well", text: "Calls will work from here." },
    impaired: {
      title: "Calls will work, with flaws",
      text: "See what is marked below.",
    },
    "relay-only": {
      title: "Calls will work, over a relay",
      text:
        "Your network blocks the direct way, but not our relay. Pictures may come a little later.",
    },
    "direct-only": {
      title: "Most calls will work",
      text:
        "The direct way is open. Where the other person's network is strict, a call will fail, because no relay can be reached.",
    },
    uncertain: {
      title: "We cannot tell whether calls will work",
      text:
        "This browser did not let us try every way. Start a call and see, or check in another browser.",
    },
    "no-device": {
      title: "No calls yet",
      text: "A camera or a microphone is needed. See below what to do.",
    },
    "no-server": {
      title: "No calls: our server cannot be reached",
      text: "You may be offline, or our server is down.",
    },
    "no-relay": {
      title: "No calls for now",
      text:
        "Your network blocks the direct way, and our relay does not take you. Try another network, or come back later.",
    },
    "no-path": {
      title: "No calls from this network",
      text:
        "It lets neither the direct way nor a relay through. Try another network, such as your phone's.",
    },
  },
};
