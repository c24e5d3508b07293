/**
 * The icons of the site.
 *
 * @module
 */

import { h, type VNode } from "preact";
import { ICON_SHAPES } from "./icon_shapes.ts";

/** How an icon is shown. */
export interface IconProps {
  /** Class of the drawing. */
  class?: string;
  /** Width and height, CSS pixels. Default 24. */
  size?: number;
  /** Left out or "true": icons stand beside a name, nobody has to hear them. */
  "aria-hidden"?: "true";
}

/** Draws an icon. */
export type Icon = (props: IconProps) => VNode;

function icon(name: keyof typeof ICON_SHAPES): Icon {
  const shape: readonly (readonly [string, object])[] = ICON_SHAPES[name];
  return function SvgIcon({ size = 24, ...rest }) {
    return (
      <svg
        xmlns="http://www.w3.org/2000/svg"
        width={size}
        height={size}
        viewBox="0 0 24 24"
        fill="none"
        stroke="currentColor"
        stroke-width="2"
        stroke-linecap="round"
        stroke-linejoin="round"
        aria-hidden="true"
        {...rest}
      >
        {shape.map(([tag, attributes]) => h(tag, attributes))}
      </svg>
    );
  };
}

/** Stands for: alerts. */
export const Bell: Icon = icon("Bell");

/** Stands for: history. */
export const ChartLine: Icon = icon("ChartLine");

/** Stands for: not begun. */
export const Circle: Icon = icon("Circle");

/** Stands for: it is well. */
export const CircleCheck: Icon = icon("CircleCheck");

/** Stands for: left out. */
export const CircleMinus: Icon = icon("CircleMinus");

/** Stands for: it failed. */
export const CircleX: Icon = icon("CircleX");

/** Stands for: reported. */
export const Flag: Icon = icon("Flag");

/** Stands for: all at a glance. */
export const LayoutDashboard: Icon = icon("LayoutDashboard");

/** Stands for: under way. */
export const LoaderCircle: Icon = icon("LoaderCircle");

/** Stands for: the way out. */
export const LogOut: Icon = icon("LogOut");

/** Stands for: fill the screen. */
export const Maximize: Icon = icon("Maximize");

/** Stands for: write to each other. */
export const MessageSquareText: Icon = icon("MessageSquareText");

/** Stands for: the microphone is on. */
export const Mic: Icon = icon("Mic");

/** Stands for: the microphone is off. */
export const MicOff: Icon = icon("MicOff");

/** Stands for: leave the full screen. */
export const Minimize: Icon = icon("Minimize");

/** Stands for: requests. */
export const Network: Icon = icon("Network");

/** Stands for: calls. */
export const PhoneCall: Icon = icon("PhoneCall");

/** Stands for: hang up. */
export const PhoneOff: Icon = icon("PhoneOff");

/** Stands for: a window of its own. */
export const PictureInPicture2: Icon = icon("PictureInPicture2");

/** Stands for: search. */
export const Search: Icon = icon("Search");

/** Stands for: send. */
export const SendHorizontal: Icon = icon("SendHorizontal");

/** Stands for: settings. */
export const Settings: Icon = icon("Settings");

/** Stands for: kept private. */
export const ShieldCheck: Icon = icon("ShieldCheck");

/** Stands for: the next one. */
export const SkipForward: Icon = icon("SkipForward");

/** Stands for: filters. */
export const SlidersHorizontal: Icon = icon("SlidersHorizontal");

/** Stands for: the other camera. */
export const SwitchCamera: Icon = icon("SwitchCamera");

/** Stands for: take care. */
export const TriangleAlert: Icon = icon("TriangleAlert");

/** Stands for: people. */
export const Users: Icon = icon("Users");

/** Stands for: take it back. */
export const Undo2: Icon = icon("Undo2");

/** Stands for: the camera is on. */
export const Video: Icon = icon("Video");

/** Stands for: the camera is off. */
export const VideoOff: Icon = icon("VideoOff");

/** Stands for: sound. */
export const Volume2: Icon = icon("Volume2");

/** Stands for: close. */
export const X: Icon = icon("X");
