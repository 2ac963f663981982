import type { Tone } from '../diagram.ts';

/** The colours of a tone: light enough for dark text, and apart in lightness as well as in hue. */
export interface Paint {
  readonly fill: string;
  readonly stroke: string;
}

/** The colours of the boxes. */
export const paints: Readonly<Record<Tone, Paint>> = {
  plain: { fill: '#f6f8fa', stroke: '#8c959f' },
  open: { fill: '#ddf4ff', stroke: '#54aeff' },
  waiting: { fill: '#fff3c4', stroke: '#d4a72c' },
  attention: { fill: '#ffe2df', stroke: '#e5534b' },
  done: { fill: '#dafbe1', stroke: '#4ac26b' },
  ended: { fill: '#eee6f7', stroke: '#a47cd6' },
};

/** The colours of the arrows. */
export const inks: Readonly<Record<Tone, string>> = {
  plain: '#57606a',
  open: '#0969da',
  waiting: '#9a6700',
  attention: '#cf222e',
  done: '#1a7f37',
  ended: '#8250df',
};

/** Where an order is and was. */
export const marks = { current: '#bc4c00', passed: '#bc4c00', currentFill: '#ffd8a8' } as const;

/** The colours of text: what is large, and what is small. */
export const text = { main: '#1f2328', small: '#57606a' } as const;
