// Says what set-up is doing while it does it. On a terminal one live line with the seconds; elsewhere
// (CI, a pipe) a line at the start, one every 15 s, and one at the end, so that a 200 MB download
// never looks hung.
const BEAT_SECONDS = 15;

// A step may contain others; the innermost alone says that it is still going.
const underWay = [];

/**
 * Runs `work` under a title. Passes its result or its error through.
 * @param {(result: unknown) => boolean} [wentWell] for work that answers a failure instead of throwing it
 */
export async function step(title, work, wentWell = () => true) {
  const begun = Date.now();
  const seconds = () => Math.round((Date.now() - begun) / 1000);
  const live = process.stderr.isTTY === true;
  const me = Symbol(title);
  underWay.push(me);
  const stillGoing = () => {
    if (underWay.at(-1) !== me) return;
    if (live) process.stderr.write(`\r\u001b[2K… ${title} (${seconds()} s)`);
    else say(`${title} … ${seconds()} s so far`);
  };
  const beat = setInterval(stillGoing, live ? 500 : BEAT_SECONDS * 1000);
  if (live) stillGoing();
  else say(`${title} …`);
  try {
    const result = await work();
    finish(`${wentWell(result) ? '✓' : '✗'} ${title} (${seconds()} s)`);
    return result;
  } catch (error) {
    finish(`✗ ${title} (${seconds()} s)`);
    throw error;
  }

  function finish(line) {
    clearInterval(beat);
    underWay.splice(underWay.indexOf(me), 1);
    if (live) process.stderr.write('\r\u001b[2K');
    say(line);
  }
}

/** One plain line. To stderr: stdout belongs to what a command answers. */
export function say(line) {
  process.stderr.write(`${line}\n`);
}
