// kebab-case, and a name that says what is in it.
import { basename } from 'node:path';

const SAYS_NOTHING = /(^|-)(utils?|helpers?|managers?|services?|common|misc)(-|$)/;

export const fileNames = {
  meta: {
    type: 'suggestion',
    schema: [],
    messages: {
      kebab: '"{{name}}" should be kebab-case: lower-case words with hyphens.',
      vague: '"{{name}}" does not say what is in it. Name the file after the one thing it holds, beside its owner.',
    },
  },
  create(context) {
    const name = basename(context.filename);
    const stem = name.replace(/(\.svelte|\.test|\.spec|\.smoke|\.config|\.d)?\.(ts|js|mjs|cjs|svelte)$/, '');
    return {
      Program(node) {
        if (!/^[a-z0-9]+([.-][a-z0-9]+)*$/.test(stem)) context.report({ node, messageId: 'kebab', data: { name } });
        if (SAYS_NOTHING.test(stem)) context.report({ node, messageId: 'vague', data: { name } });
      },
    };
  },
};
