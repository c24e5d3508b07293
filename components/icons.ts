/**
 * The icons of the site, in one place: the package has thousands.
 *
 * @module
 */

export {
  Circle,
  CircleCheck,
  CircleMinus,
  CircleX,
  LoaderCircle,
  Mic,
  MicOff,
  PhoneOff,
  ShieldCheck,
  SkipForward,
  SlidersHorizontal,
  TriangleAlert,
  Video,
  VideoOff,
  Volume2,
  X,
} from "lucide-preact";
