/**
 * The platform's clock: the `Date` header and the times of secrets come from here, so that a test can shift
 * both against the client's clock at once. Tokens keep real time: a shifted clock must not sign anybody out.
 */
export class Clock {
  #offsetMs = 0;
  #lastMicros = 0;

  get offsetMs(): number {
    return this.#offsetMs;
  }

  set offsetMs(value: number) {
    this.#offsetMs = value;
  }

  now(): Date {
    return new Date(Date.now() + this.#offsetMs);
  }

  /**
   * RFC 3339 in UTC with six decimals and `Z`; strictly increasing for as long as the offset stays the same.
   */
  stamp(): string {
    // Strictness is kept on the unshifted clock: after an offset of an hour is taken back, times must come
    // back too.
    this.#lastMicros = Math.max(
      this.#lastMicros + 1,
      Date.now() * 1000 + (Math.floor(performance.now() * 1000) % 1000),
    );
    const micros = this.#lastMicros + this.#offsetMs * 1000;
    const millis = Math.floor(micros / 1000);
    const rest = String(micros - millis * 1000).padStart(3, '0');
    return `${new Date(millis).toISOString().slice(0, -1)}${rest}Z`;
  }
}
