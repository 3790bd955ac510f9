import { createHash } from 'node:crypto';

const STYLE = `
:root {
  color-scheme: light dark;
  --line: light-dark(#838b97, #717a86);
  --brand: light-dark(#0062e0, #3d8fff);
}
* { box-sizing: border-box; }
body {
  margin: 0; min-height: 100vh; display: grid; place-items: center;
  font: 400 15px/22px system-ui, sans-serif;
  background: light-dark(#f5f6f8, #111315); color: light-dark(#15181c, #f1f3f5);
}
main {
  width: min(400px, 100% - 32px); padding: 32px; border-radius: 12px;
  background: light-dark(#fff, #202327); border: 1px solid light-dark(#e3e6ea, #2a2e33);
}
h1 { margin: 0 0 4px; font-size: 20px; line-height: 28px; }
p { margin: 0 0 16px; color: light-dark(#464d57, #bcc3cc); }
.problem {
  padding: 8px 12px; border-radius: 6px;
  background: light-dark(#ffeae6, #451a15); color: light-dark(#b21a0b, #ff9385);
}
label { display: block; margin: 0 0 4px; font-weight: 600; }
input {
  width: 100%; height: 40px; margin: 0 0 16px; padding: 0 10px; font: inherit;
  border: 1px solid var(--line); border-radius: 6px;
  background: light-dark(#fff, #15171a); color: inherit;
}
.hint { margin: -12px 0 16px; font-size: 13px; line-height: 18px; }
.actions { display: flex; gap: 12px; }
button {
  height: 40px; padding: 0 16px; font: inherit; font-weight: 600; cursor: pointer;
  border: 1px solid var(--line); border-radius: 6px; background: none; color: inherit;
}
button.primary { flex: 1; border-color: transparent; background: light-dark(#0062e0, #1568e0); color: #fff; }
:focus-visible { outline: 2px solid var(--brand); outline-offset: 2px; }
`;

/** A policy under which nothing but this style runs or loads. */
export const STYLE_SOURCE = `'sha256-${createHash('sha256').update(STYLE).digest('base64')}'`;

/** A small page of the sandbox's own; `content` is HTML and must be escaped already. */
export function layout(title: string, content: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<style>${STYLE}</style>
</head>
<body><main>${content}</main></body>
</html>
`;
}
