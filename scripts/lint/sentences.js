// Every sentence that a person reads stands in src/shared/words, so that a translation is those files and no others.
// In a component's markup this finds words that stand there themselves.

/** Attributes, and properties of our components, that are read by a person. */
const READ = /^(?:aria-(?:label|description|valuetext|roledescription)|title|placeholder|alt|label|lead|note|text|hint|caption)$/;

/** Two letters in a row; an entity is none. */
const isWords = (text) => /\p{L}{2,}/u.test(text.replace(/&\w+;/g, ''));

export const sentences = {
  meta: {
    type: 'problem',
    schema: [],
    messages: { words: 'A person reads "{{text}}": put it into src/shared/words, where a translator finds it.' },
  },
  create(context) {
    const report = (node, text) => {
      if (isWords(text)) context.report({ node, messageId: 'words', data: { text: text.trim() } });
    };
    /** What an expression comes to: its branches and the fixed parts of its templates, not what it is computed from. */
    const reportResult = (node) => {
      switch (node?.type) {
        case 'Literal':
          if (typeof node.value === 'string') report(node, node.value);
          break;
        case 'TemplateLiteral':
          for (const quasi of node.quasis) report(quasi, quasi.value.cooked);
          break;
        case 'ConditionalExpression':
          reportResult(node.consequent);
          reportResult(node.alternate);
          break;
        case 'LogicalExpression':
          reportResult(node.right);
      }
    };
    return {
      SvelteText(node) {
        if (node.parent.type !== 'SvelteStyleElement') report(node, node.value);
      },
      SvelteMustacheTag(node) {
        if (node.parent.type !== 'SvelteAttribute' || READ.test(node.parent.key.name)) reportResult(node.expression);
      },
      SvelteAttribute(node) {
        if (!READ.test(node.key.name)) return;
        for (const part of node.value) if (part.type === 'SvelteLiteral') report(part, part.value);
      },
    };
  },
};
