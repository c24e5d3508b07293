export function handler(): Response {
  throw new Error("broken on <purpose>");
}
