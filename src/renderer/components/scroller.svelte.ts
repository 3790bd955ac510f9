/** The scrolled box that a long list lies in: how far it is scrolled and how much of it is seen. */
export class Scroller {
  top = $state(0);
  height = $state(0);
  /** Counts how often something in it grew or shrank, came or went: what lies below it has moved then. */
  moves = $state(0);
  #box: HTMLElement | null = null;

  /** Watches a box: `<div {@attach scroller.watch}>`. */
  readonly watch = (box: HTMLElement): (() => void) => {
    this.#box = box;
    const read = (): void => {
      this.top = box.scrollTop;
      this.height = box.clientHeight;
    };
    const sizes = new ResizeObserver(() => {
      read();
      this.moves += 1;
    });
    const observe = (): void => {
      sizes.disconnect();
      for (const part of [box, ...box.children]) sizes.observe(part);
    };
    const parts = new MutationObserver(observe);
    parts.observe(box, { childList: true });
    observe();
    box.addEventListener('scroll', read, { passive: true });
    read();
    return () => {
      sizes.disconnect();
      parts.disconnect();
      box.removeEventListener('scroll', read);
      this.#box = null;
    };
  };

  /** How far an element's top lies below the top of the scrolled content. */
  offsetOf(element: HTMLElement): number {
    const box = this.#box;
    if (box === null) return 0;
    return element.getBoundingClientRect().top - box.getBoundingClientRect().top + box.scrollTop;
  }

  /** Scrolls as little as needed to show `from`..`to`; `covered` px at the top lie under a sticky head. */
  reveal(from: number, to: number, covered: number): void {
    const box = this.#box;
    if (box === null) return;
    if (from - covered < box.scrollTop) box.scrollTop = from - covered;
    else if (to > box.scrollTop + box.clientHeight) box.scrollTop = to - box.clientHeight;
  }

  toTop(): void {
    this.to(0);
  }

  /** Scrolls so that `top` px of the content lie above; as far as there is content. */
  to(top: number): void {
    if (this.#box !== null) this.#box.scrollTop = top;
  }
}
