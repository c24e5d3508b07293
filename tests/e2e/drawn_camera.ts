/**
 * A camera that draws a person, for pages whose looks matter: of any shape, and
 * in colours of its own, so that one tells who is who.
 *
 * @module
 */

/** What a drawn camera shows. */
export interface DrawnCamera {
  /** Width of the picture, pixels. */
  width: number;
  /** Height of the picture, pixels. */
  height: number;
  /** Hue of the room, degrees. */
  hue: number;
}

/** Cameras as people have them. */
export const CAMERAS = {
  desktop: { width: 1280, height: 720, hue: 205 },
  phone: { width: 720, height: 960, hue: 28 },
} as const satisfies Record<string, DrawnCamera>;

/**
 * Replaces the camera of a page by a drawn one; the microphone stays. Runs in
 * the page, so it can use nothing from outside of itself.
 */
export function installDrawnCamera({ width, height, hue }: DrawnCamera): void {
  const devices = navigator.mediaDevices;
  if (!devices) return;
  const open = devices.getUserMedia.bind(devices);
  devices.getUserMedia = async (wanted) => {
    const stream = await open(wanted);
    for (const track of stream.getVideoTracks()) {
      const { deviceId = "" } = track.getSettings();
      track.stop();
      stream.removeTrack(track);
      const drawn = draw();
      drawn.getSettings = () => ({ deviceId, width, height });
      stream.addTrack(drawn);
    }
    return stream;
  };

  function draw(): MediaStreamTrack {
    const canvas = document.createElement("canvas");
    canvas.width = width;
    canvas.height = height;
    const pen = canvas.getContext("2d")!;
    const paint = () => {
      const room = pen.createLinearGradient(0, 0, width, height);
      room.addColorStop(0, `hsl(${hue} 42% 62%)`);
      room.addColorStop(1, `hsl(${hue + 30} 38% 30%)`);
      pen.fillStyle = room;
      pen.fillRect(0, 0, width, height);
      const sway = Math.sin(performance.now() / 900) * height * 0.012;
      const [x, y] = [width / 2 + sway, height * 0.45];
      const size = Math.min(width, height) * 0.21;
      pen.fillStyle = `hsl(${hue + 170} 40% 34%)`;
      pen.beginPath();
      pen.ellipse(x, height * 1.06, size * 2.1, size * 2, 0, 0, 7);
      pen.fill();
      pen.fillStyle = "hsl(24 48% 62%)";
      pen.fillRect(x - size * 0.4, y, size * 0.8, size * 1.6);
      pen.beginPath();
      pen.ellipse(x, y, size * 0.86, size * 1.1, 0, 0, 7);
      pen.fill();
      pen.fillStyle = `hsl(${hue} 30% 14%)`;
      pen.beginPath();
      pen.ellipse(x, y - size * 0.5, size, size * 0.8, 0, 3.14, 6.29);
      pen.fill();
      for (const side of [-1, 1]) {
        pen.beginPath();
        pen.arc(x + side * size * 0.34, y, size * 0.08, 0, 7);
        pen.fill();
      }
      pen.lineWidth = size * 0.07;
      pen.strokeStyle = pen.fillStyle;
      pen.beginPath();
      pen.arc(x, y + size * 0.25, size * 0.36, 0.5, 2.64);
      pen.stroke();
    };
    paint();
    setInterval(paint, 66);
    return canvas.captureStream(15).getVideoTracks()[0]!;
  }
}
