import type { ValueKind } from './plan.ts';
import type { Random } from './random.ts';

/** In every value of a campaign, so that one search finds whichever leaked. */
export const valueMark = 'kelvinfaultmark';

/** A value that there is only once. */
export function drawValue(kind: ValueKind, random: Random): string {
  const own = `${valueMark}-${random.text(24)}`;
  switch (kind) {
    case 'short':
      return own;
    case 'lines':
      return `-----BEGIN ${own}-----\r\n${random.text(64)}\n\t"ümlaut" \u{1F511}\n-----END-----\n`;
    case 'big':
      return `${own}\n`.repeat(random.between(500, 6_000));
  }
}
