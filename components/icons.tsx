/**
 * The icons of the chat page, and of whoever else needs one of them.
 *
 * @module
 */

import { type Icon, icon } from "./icon.tsx";
import { ICON_SHAPES } from "./icon_shapes.ts";

/** Stands for: fill the screen. */
export const Maximize: Icon = icon(ICON_SHAPES.Maximize);

/** Stands for: write to each other. */
export const MessageSquareText: Icon = icon(ICON_SHAPES.MessageSquareText);

/** Stands for: the microphone is on. */
export const Mic: Icon = icon(ICON_SHAPES.Mic);

/** Stands for: the microphone is off. */
export const MicOff: Icon = icon(ICON_SHAPES.MicOff);

/** Stands for: leave the full screen. */
export const Minimize: Icon = icon(ICON_SHAPES.Minimize);

/** Stands for: hang up. */
export const PhoneOff: Icon = icon(ICON_SHAPES.PhoneOff);

/** Stands for: a window of its own. */
export const PictureInPicture2: Icon = icon(ICON_SHAPES.PictureInPicture2);

/** Stands for: send. */
export const SendHorizontal: Icon = icon(ICON_SHAPES.SendHorizontal);

/** Stands for: settings. */
export const Settings: Icon = icon(ICON_SHAPES.Settings);

/** Stands for: kept private. */
export const ShieldCheck: Icon = icon(ICON_SHAPES.ShieldCheck);

/** Stands for: the next one. */
export const SkipForward: Icon = icon(ICON_SHAPES.SkipForward);

/** Stands for: filters. */
export const SlidersHorizontal: Icon = icon(ICON_SHAPES.SlidersHorizontal);

/** Stands for: the other camera. */
export const SwitchCamera: Icon = icon(ICON_SHAPES.SwitchCamera);

/** Stands for: take it back. */
export const Undo2: Icon = icon(ICON_SHAPES.Undo2);

/** Stands for: the camera is on. */
export const Video: Icon = icon(ICON_SHAPES.Video);

/** Stands for: the camera is off. */
export const VideoOff: Icon = icon(ICON_SHAPES.VideoOff);

/** Stands for: sound. */
export const Volume2: Icon = icon(ICON_SHAPES.Volume2);

/** Stands for: close. */
export const X: Icon = icon(ICON_SHAPES.X);
