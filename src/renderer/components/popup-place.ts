/** A rectangle, or the size of one, in px of the window. */
export interface Box {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

export interface Placing {
  /** On which side of its anchor it opens, if there is room. */
  readonly side: 'top' | 'bottom';
  /** With which of the anchor's edges it lines up. */
  readonly align: 'start' | 'end';
  /** px between the two. */
  readonly gap: number;
}

export interface Place {
  readonly left: number;
  readonly top: number;
  /** More than this has to scroll. */
  readonly maxHeight: number;
}

/** px that stay free at the window's edges. */
const margin = 8;

/**
 * Where a popup opens beside its anchor: on the side that was asked for, on the other one where only that has room
 * for it, and wherever there is more room where neither has. It never leaves the window.
 */
export function placePopup(
  anchor: Box,
  size: Pick<Box, 'width' | 'height'>,
  window: Pick<Box, 'width' | 'height'>,
  { side, align, gap }: Placing,
): Place {
  const room = {
    top: anchor.top - gap - margin,
    bottom: window.height - anchor.top - anchor.height - gap - margin,
  };
  const other = side === 'top' ? 'bottom' : 'top';
  const chosen = size.height <= room[side] || room[side] >= room[other] ? side : other;
  const height = Math.min(size.height, Math.max(room[chosen], 0));
  const left = align === 'start' ? anchor.left : anchor.left + anchor.width - size.width;
  return {
    left: Math.max(margin, Math.min(left, window.width - margin - size.width)),
    top: chosen === 'bottom' ? anchor.top + anchor.height + gap : anchor.top - gap - height,
    maxHeight: Math.max(room[chosen], 0),
  };
}
