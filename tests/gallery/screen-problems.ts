import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';

const axe = readFileSync(join(import.meta.dirname, '../../node_modules/axe-core/axe.min.js'), 'utf8');

interface Violation {
  readonly id: string;
  readonly nodes: readonly { readonly html: string; readonly failureSummary?: string }[];
}
declare const window: { readonly axe: { run(): Promise<{ violations: Violation[] }> } };

/** What is wrong with the screen that stands there, light and dark: what axe finds, and what nobody can reach. */
export async function screenProblems(page: Page, screen: string): Promise<string[]> {
  const problems = (await outOfReach(page)).map((what) => `${screen}: ${what}`);
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    for (const found of await axeFindings(page)) problems.push(`${screen}, ${colorScheme}: ${found}`);
  }
  return problems;
}

/** Everything that axe finds as the screen stands there. */
export async function axeFindings(page: Page): Promise<string[]> {
  // Evaluated by the debugger, so the page's own policy stays as it is.
  await page.evaluate(axe);
  const { violations } = await page.evaluate(() => window.axe.run());
  return violations.map(({ id, nodes }) =>
    `${id}: ${nodes.map(({ html, failureSummary }) => `${html} ${failureSummary ?? ''}`).join('\n  ')}`);
}

/**
 * What cannot be read or pressed: boxes that have to be scrolled sideways, and buttons and fields that lie beyond the edge
 * of the window, or of a box that cuts them off, where no scrolling brings them in. What is hidden, or inert below a
 * dialog, is not meant.
 */
export function outOfReach(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const cutOff = (element: Element): boolean => {
      const box = element.getBoundingClientRect();
      let [left, right, top, bottom] = [0, innerWidth, 0, innerHeight];
      for (let around = element.parentElement; around !== null; around = around.parentElement) {
        const { overflowX, overflowY, position } = getComputedStyle(around);
        // What scrolls brings its own content in, and stands for it from here on.
        if (/auto|scroll/.test(`${overflowX} ${overflowY}`)) return cutOff(around);
        const edges = around.getBoundingClientRect();
        if (/hidden|clip/.test(overflowX)) [left, right] = [Math.max(left, edges.left), Math.min(right, edges.right)];
        if (/hidden|clip/.test(overflowY)) [top, bottom] = [Math.max(top, edges.top), Math.min(bottom, edges.bottom)];
        if (position === 'fixed') break;
      }
      // By the rounding of a pixel nothing is lost.
      return box.left < left - 1 || box.right > right + 1 || box.top < top - 1 || box.bottom > bottom + 1;
    };
    const sideways = [...document.querySelectorAll('html, .main, .sidebar, .dialog, .dialog-body, .panel, .card, .banner')]
      .filter((one) => one.scrollWidth > one.clientWidth + 1)
      .map((one) => `${one.tagName} ${one.className} scrolls sideways`);
    const outside = [...document.querySelectorAll('button, input:not([type=file]), select, textarea, a[href]')]
      .filter((one) => one.checkVisibility({ visibilityProperty: true, opacityProperty: true }))
      .filter((one) => one.closest('[inert], .sr') === null && one.getBoundingClientRect().width > 1 && cutOff(one))
      .map((one) => `${one.outerHTML.slice(0, 160)} is out of reach`);
    return [...sideways, ...outside];
  });
}
