/** The pages that a browser is shown when it comes back to this computer. They say nothing of who or where. */

function page(title: string, text: string): string {
  return (
    '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Kelvin Secrets</title>' +
    '<style>:root{color-scheme:light dark}body{font:16px/24px system-ui,sans-serif;max-width:32em;margin:20vh auto;padding:0 24px}' +
    'h1{font-size:20px;line-height:28px}</style></head>' +
    `<body><h1>${title}</h1><p>${text}</p></body></html>`
  );
}

export const comeBackPage = page('You can go back to Kelvin Secrets', 'The app goes on from here. This page can be closed.');

/** The person said no in the browser, or what came back signs nobody in. */
export const notSignedInPage = page(
  'You are not signed in',
  'Go back to Kelvin Secrets to try again. This page can be closed.',
);

export const goBackPage = page(
  'This is not the sign-in that was begun',
  'Nothing was done. Go back to Kelvin Secrets and sign in from there.',
);
