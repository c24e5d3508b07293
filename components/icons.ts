/**
 * The icons of the site, in one place: the package has thousands.
 *
 * @module
 */

export {
  Mic,
  MicOff,
  PhoneOff,
  ShieldCheck,
  SkipForward,
  SlidersHorizontal,
  Video,
  VideoOff,
  Volume2,
  X,
} from "lucide-preact";
