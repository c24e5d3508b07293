/**
 * The shapes of our icons. Made by `deno task icons`: change
 * `lib/build/icon_shapes.ts`, not this file.
 *
 * From Lucide, ISC License, Copyright (c) Lucide Icons and Contributors; some
 * are derived from Feather, MIT License, Copyright (c) Cole Bemis.
 *
 * @module
 */

/** The elements of each icon, in a square of 24. */
export const ICON_SHAPES = {
  "Bell": [
    [
      "path",
      {
        "d": "M10.268 21a2 2 0 0 0 3.464 0",
      },
    ],
    [
      "path",
      {
        "d":
          "M3.262 15.326A1 1 0 0 0 4 17h16a1 1 0 0 0 .74-1.673C19.41 13.956 18 12.499 18 8A6 6 0 0 0 6 8c0 4.499-1.411 5.956-2.738 7.326",
      },
    ],
  ],
  "ChartLine": [
    [
      "path",
      {
        "d": "M3 3v16a2 2 0 0 0 2 2h16",
      },
    ],
    [
      "path",
      {
        "d": "m19 9-5 5-4-4-3 3",
      },
    ],
  ],
  "Circle": [
    [
      "circle",
      {
        "cx": "12",
        "cy": "12",
        "r": "10",
      },
    ],
  ],
  "CircleCheck": [
    [
      "circle",
      {
        "cx": "12",
        "cy": "12",
        "r": "10",
      },
    ],
    [
      "path",
      {
        "d": "m16 9-5.5 5.5L8 12",
      },
    ],
  ],
  "CircleMinus": [
    [
      "circle",
      {
        "cx": "12",
        "cy": "12",
        "r": "10",
      },
    ],
    [
      "path",
      {
        "d": "M8 12h8",
      },
    ],
  ],
  "CircleX": [
    [
      "circle",
      {
        "cx": "12",
        "cy": "12",
        "r": "10",
      },
    ],
    [
      "path",
      {
        "d": "m15 9-6 6",
      },
    ],
    [
      "path",
      {
        "d": "m9 9 6 6",
      },
    ],
  ],
  "Flag": [
    [
      "path",
      {
        "d":
          "M4 22V4a1 1 0 0 1 .4-.8A6 6 0 0 1 8 2c3 0 5 2 7.333 2q2 0 3.067-.8A1 1 0 0 1 20 4v10a1 1 0 0 1-.4.8A6 6 0 0 1 16 16c-3 0-5-2-8-2a6 6 0 0 0-4 1.528",
      },
    ],
  ],
  "LayoutDashboard": [
    [
      "rect",
      {
        "width": "7",
        "height": "9",
        "x": "3",
        "y": "3",
        "rx": "1",
      },
    ],
    [
      "rect",
      {
        "width": "7",
        "height": "5",
        "x": "14",
        "y": "3",
        "rx": "1",
      },
    ],
    [
      "rect",
      {
        "width": "7",
        "height": "9",
        "x": "14",
        "y": "12",
        "rx": "1",
      },
    ],
    [
      "rect",
      {
        "width": "7",
        "height": "5",
        "x": "3",
        "y": "16",
        "rx": "1",
      },
    ],
  ],
  "LoaderCircle": [
    [
      "path",
      {
        "d": "M21 12a9 9 0 1 1-6.219-8.56",
      },
    ],
  ],
  "LogOut": [
    [
      "path",
      {
        "d": "m16 17 5-5-5-5",
      },
    ],
    [
      "path",
      {
        "d": "M21 12H9",
      },
    ],
    [
      "path",
      {
        "d": "M9 21H5a2 2 0 0 1-2-2V5a2 2 0 0 1 2-2h4",
      },
    ],
  ],
  "Network": [
    [
      "rect",
      {
        "x": "16",
        "y": "16",
        "width": "6",
        "height": "6",
        "rx": "1",
      },
    ],
    [
      "rect",
      {
        "x": "2",
        "y": "16",
        "width": "6",
        "height": "6",
        "rx": "1",
      },
    ],
    [
      "rect",
      {
        "x": "9",
        "y": "2",
        "width": "6",
        "height": "6",
        "rx": "1",
      },
    ],
    [
      "path",
      {
        "d": "M5 16v-3a1 1 0 0 1 1-1h12a1 1 0 0 1 1 1v3",
      },
    ],
    [
      "path",
      {
        "d": "M12 12V8",
      },
    ],
  ],
  "PhoneCall": [
    [
      "path",
      {
        "d": "M13 2a9 9 0 0 1 9 9",
      },
    ],
    [
      "path",
      {
        "d": "M13 6a5 5 0 0 1 5 5",
      },
    ],
    [
      "path",
      {
        "d":
          "M13.832 16.568a1 1 0 0 0 1.213-.303l.355-.465A2 2 0 0 1 17 15h3a2 2 0 0 1 2 2v3a2 2 0 0 1-2 2A18 18 0 0 1 2 4a2 2 0 0 1 2-2h3a2 2 0 0 1 2 2v3a2 2 0 0 1-.8 1.6l-.468.351a1 1 0 0 0-.292 1.233 14 14 0 0 0 6.392 6.384",
      },
    ],
  ],
  "TriangleAlert": [
    [
      "path",
      {
        "d":
          "m21.73 18-8-14a2 2 0 0 0-3.48 0l-8 14A2 2 0 0 0 4 21h16a2 2 0 0 0 1.73-3",
      },
    ],
    [
      "path",
      {
        "d": "M12 9v4",
      },
    ],
    [
      "path",
      {
        "d": "M12 17h.01",
      },
    ],
  ],
  "Users": [
    [
      "path",
      {
        "d": "M16 21v-2a4 4 0 0 0-4-4H6a4 4 0 0 0-4 4v2",
      },
    ],
    [
      "path",
      {
        "d": "M16 3.128a4 4 0 0 1 0 7.744",
      },
    ],
    [
      "path",
      {
        "d": "M22 21v-2a4 4 0 0 0-3-3.87",
      },
    ],
    [
      "circle",
      {
        "cx": "9",
        "cy": "7",
        "r": "4",
      },
    ],
  ],
} as const;
