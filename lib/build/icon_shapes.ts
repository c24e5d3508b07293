/**
 * Takes the shapes of our icons out of their package.
 *
 * The package is one module with thousands of icons, and whoever imports it
 * holds them all: some 20 MB in the server. So it is asked once, by
 * `deno task icons`, and what we use of it is kept as a file of our own.
 *
 * @module
 */

/** An element of an icon: its tag and its attributes. */
export type IconNode = readonly [string, Readonly<Record<string, string>>];

/**
 * The icons of the site, as the package calls them, by the file of their
 * shapes. The chat page has a file of its own, or it would load those of the
 * operators' desk, too.
 */
export const ICON_SETS: Readonly<Record<string, readonly string[]>> = {
  "components/icon_shapes.ts": [
    "Maximize",
    "MessageSquareText",
    "Mic",
    "MicOff",
    "Minimize",
    "PhoneOff",
    "PictureInPicture2",
    "SendHorizontal",
    "Settings",
    "ShieldCheck",
    "SkipForward",
    "SlidersHorizontal",
    "SwitchCamera",
    "Undo2",
    "Video",
    "VideoOff",
    "Volume2",
    "X",
  ],
  "components/report_icon_shapes.ts": [
    "Bell",
    "ChartLine",
    "Circle",
    "CircleCheck",
    "CircleMinus",
    "CircleX",
    "Flag",
    "LayoutDashboard",
    "LoaderCircle",
    "LogOut",
    "Network",
    "PhoneCall",
    "TriangleAlert",
    "Users",
  ],
};

/** What is looked at of an icon's component: it hands its shape on. */
type IconComponent = (props: object) => {
  props: { icon: { node: [string, Record<string, string>][] } };
};

const HEAD = `/**
 * The shapes of our icons. Made by \`deno task icons\`: change
 * \`lib/build/icon_shapes.ts\`, not this file.
 *
 * From Lucide, ISC License, Copyright (c) Lucide Icons and Contributors; some
 * are derived from Feather, MIT License, Copyright (c) Cole Bemis.
 *
 * @module
 */

/** The elements of each icon, in a square of 24. */
`;

/**
 * Takes the shapes out of the package.
 *
 * @param icons The package.
 * @param names Which of them.
 * @throws {RangeError} When it has no such icon.
 */
export function iconShapes(
  icons: object,
  names: readonly string[],
): Record<string, IconNode[]> {
  return Object.fromEntries(names.map((name) => {
    const component = (icons as Record<string, IconComponent>)[name];
    if (component === undefined) {
      throw new RangeError(`Cannot find an icon named "${name}"`);
    }
    const nodes = component({}).props.icon.node;
    return [name, nodes.map(([tag, { key: _, ...rest }]) => [tag, rest])];
  }));
}

/** Writes the module that holds them. */
export function iconShapesText(shapes: Record<string, IconNode[]>): string {
  const text = JSON.stringify(shapes, null, 2);
  return `${HEAD}export const ICON_SHAPES = ${text} as const;\n`;
}
