/**
 * The icons of pages that report: the check and the operators' desk.
 *
 * @module
 */

import { type Icon, icon } from "./icon.tsx";
import { ICON_SHAPES } from "./report_icon_shapes.ts";

/** Stands for: alerts. */
export const Bell: Icon = icon(ICON_SHAPES.Bell);

/** Stands for: history. */
export const ChartLine: Icon = icon(ICON_SHAPES.ChartLine);

/** Stands for: not begun. */
export const Circle: Icon = icon(ICON_SHAPES.Circle);

/** Stands for: it is well. */
export const CircleCheck: Icon = icon(ICON_SHAPES.CircleCheck);

/** Stands for: left out. */
export const CircleMinus: Icon = icon(ICON_SHAPES.CircleMinus);

/** Stands for: it failed. */
export const CircleX: Icon = icon(ICON_SHAPES.CircleX);

/** Stands for: reported. */
export const Flag: Icon = icon(ICON_SHAPES.Flag);

/** Stands for: all at a glance. */
export const LayoutDashboard: Icon = icon(ICON_SHAPES.LayoutDashboard);

/** Stands for: under way. */
export const LoaderCircle: Icon = icon(ICON_SHAPES.LoaderCircle);

/** Stands for: the way out. */
export const LogOut: Icon = icon(ICON_SHAPES.LogOut);

/** Stands for: requests. */
export const Network: Icon = icon(ICON_SHAPES.Network);

/** Stands for: calls. */
export const PhoneCall: Icon = icon(ICON_SHAPES.PhoneCall);

/** Stands for: take care. */
export const TriangleAlert: Icon = icon(ICON_SHAPES.TriangleAlert);

/** Stands for: people. */
export const Users: Icon = icon(ICON_SHAPES.Users);
