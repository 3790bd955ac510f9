// Says what set-up is doing while it does it. On a terminal one live line with the seconds; elsewhere
// (CI, a pipe) a line at the start, one every 15 s, and one at the end, so that a 200 MB download
// never looks hung.
const BEAT_SECONDS = 15;

/** Runs `work` under a title. Passes its result or its error through. */
export async function step(title, work) {
  const begun = Date.now();
  const seconds = () => Math.round((Date.now() - begun) / 1000);
  const live = process.stderr.isTTY === true;
  if (!live) say(`${title} …`);
  const draw = () => process.stderr.write(`\r\u001b[2K… ${title} (${seconds()} s)`);
  const beat = live
    ? setInterval(draw, 500)
    : setInterval(() => say(`${title} … ${seconds()} s so far`), BEAT_SECONDS * 1000);
  if (live) draw();
  try {
    const result = await work();
    finish(`✓ ${title} (${seconds()} s)`);
    return result;
  } catch (error) {
    finish(`✗ ${title} (${seconds()} s)`);
    throw error;
  }

  function finish(line) {
    clearInterval(beat);
    if (live) process.stderr.write('\r\u001b[2K');
    say(line);
  }
}

/** One plain line. To stderr: stdout belongs to what a command answers. */
export function say(line) {
  process.stderr.write(`${line}\n`);
}
