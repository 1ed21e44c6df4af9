import type { ShowInput } from '../stage.ts'
import { amount, RefusedInput } from './parameters.ts'

type Position = NonNullable<ShowInput['position']>
export type Crop = NonNullable<ShowInput['layers'][number]['crop']>

/** The picture that pixels are counted in: the captured documents' is that of 1080 lines. */
const WIDTH = 1920
const HEIGHT = 1080

interface Placed {
  readonly panX: number
  readonly panY: number
  readonly zoomX: number
  readonly zoomY: number
}

const WHOLE: Placed = { panX: 0, panY: 0, zoomX: 1, zoomY: 1 }

/**
 * Pan and zoom, and with them the pixels that they mean: pan 1 is half a picture, up is positive; a captured layer of
 * pan −0.562, zoom 0.2 is 384 wide and begins at 228.5. Null for a picture that stands as it was made; what is as it was
 * made is not told (a captured input that was moved aside has `panX` alone).
 */
function position(placed: Placed): Position | null {
  const { panX, panY, zoomX, zoomY } = placed
  if ([told(panX, 0), told(panY, 0), told(zoomX, 1), told(zoomY, 1)].every((part) => part === null)) return null
  const width = WIDTH * zoomX
  const height = HEIGHT * zoomY
  return {
    panX: told(panX, 0),
    panY: told(panY, 0),
    zoomX: told(zoomX, 1),
    zoomY: told(zoomY, 1),
    x: rounded((WIDTH / 2) * (1 + panX) - width / 2, 10),
    y: rounded((HEIGHT / 2) * (1 - panY) - height / 2, 10),
    width: rounded(width, 10),
    height: rounded(height, 10),
  }
}

function placedOf(now: Position | null): Placed {
  if (now === null) return WHOLE
  return { panX: now.panX ?? 0, panY: now.panY ?? 0, zoomX: now.zoomX ?? 1, zoomY: now.zoomY ?? 1 }
}

/** In pixels, from the left upper corner. */
function pixelsOf(now: Position | null): { x: number; y: number; width: number; height: number } {
  const { panX, panY, zoomX, zoomY } = placedOf(now)
  const width = WIDTH * zoomX
  const height = HEIGHT * zoomY
  return { width, height, x: (WIDTH / 2) * (1 + panX) - width / 2, y: (HEIGHT / 2) * (1 - panY) - height / 2 }
}

function fromPixels({ x, y, width, height }: ReturnType<typeof pixelsOf>): Position | null {
  return position({
    zoomX: width / WIDTH,
    zoomY: height / HEIGHT,
    panX: (x + width / 2) / (WIDTH / 2) - 1,
    panY: 1 - (y + height / 2) / (HEIGHT / 2),
  })
}

/** What a function that moves a picture does, by what is left of its name: `PanX`, `Rectangle`. */
export const MOVES: Readonly<Record<string, (now: Position | null, value: string) => Position | null>> = {
  PanX: (now, value) => position({ ...placedOf(now), panX: amount(value, placedOf(now).panX, -2, 2) }),
  PanY: (now, value) => position({ ...placedOf(now), panY: amount(value, placedOf(now).panY, -2, 2) }),
  Zoom: (now, value) => {
    const zoom = amount(value, placedOf(now).zoomX, 0, 5)
    return position({ ...placedOf(now), zoomX: zoom, zoomY: zoom })
  },
  X: (now, value) => fromPixels({ ...pixelsOf(now), x: pixel(value, pixelsOf(now).x) }),
  Y: (now, value) => fromPixels({ ...pixelsOf(now), y: pixel(value, pixelsOf(now).y) }),
  Width: (now, value) => fromPixels({ ...pixelsOf(now), width: pixel(value, pixelsOf(now).width) }),
  Height: (now, value) => fromPixels({ ...pixelsOf(now), height: pixel(value, pixelsOf(now).height) }),
  Rectangle: (_now, value) => {
    const [x = 0, y = 0, width = 0, height = 0] = numbers(value, -16_384, 16_384)
    return fromPixels({ x, y, width, height })
  },
}

const ALL: Crop = { x1: 0, y1: 0, x2: 1, y2: 1 }

function cropOf(crop: Crop): Crop | null {
  return crop.x1 === 0 && crop.y1 === 0 && crop.x2 === 1 && crop.y2 === 1 ? null : crop
}

function edge(name: keyof Crop) {
  return (now: Crop | null, value: string): Crop | null => {
    const crop = { ...ALL, ...now }
    return cropOf({ ...crop, [name]: amount(value, crop[name] ?? 0, 0, 1) })
  }
}

/** `Crop` takes all four edges, in parts of width and height. */
export const CROPS: Readonly<Record<string, (now: Crop | null, value: string) => Crop | null>> = {
  Crop: (_now, value) => {
    const [x1 = 0, y1 = 0, x2 = 1, y2 = 1] = numbers(value, 0, 1)
    return cropOf({ x1, y1, x2, y2 })
  },
  CropX1: edge('x1'),
  CropY1: edge('y1'),
  CropX2: edge('x2'),
  CropY2: edge('y2'),
}

function pixel(value: string, from: number): number {
  return amount(value, from, -16_384, 16_384)
}

function numbers(value: string, min: number, max: number): number[] {
  const parts = value.split(',')
  if (parts.length !== 4) throw new RefusedInput('Value must be four numbers, with commas')
  return parts.map((part) => amount(part, 0, min, max))
}

function told(value: number, asMade: number): number | null {
  const shown = rounded(value, 1000)
  return shown === asMade ? null : shown
}

/** An input's own place is told without pixels (captured), a layer's with them. */
export function withoutPixels(now: Position | null): Position | null {
  return now === null ? null : { ...now, x: null, y: null, width: null, height: null }
}

function rounded(value: number, parts: number): number {
  // Not -0, which the document would show as such.
  return Math.round(value * parts) / parts + 0
}
