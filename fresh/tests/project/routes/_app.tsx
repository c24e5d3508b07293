import type { PageProps } from "fresh";

export default function Wrapper({ Component }: PageProps) {
  return (
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <title>Default title</title>
        <link rel="icon" href="data:," />
      </head>
      <body>
        <nav>
          <a href="/">home</a>
          <a href="/counter">counter</a>
        </nav>
        <Component />
      </body>
    </html>
  );
}
